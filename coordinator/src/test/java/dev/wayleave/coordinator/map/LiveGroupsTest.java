package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.node;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static dev.wayleave.coordinator.map.SmallTailnet.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.coordinator.state.DropDisowned;
import dev.wayleave.coordinator.state.Logging;
import dev.wayleave.coordinator.state.SetIdentityProvider;
import dev.wayleave.coordinator.state.SignIn;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What connected devices lose with the groups and roles of their user, while nobody touches them.
class LiveGroupsTest {
  private static final IdentityProvider CLOAK = Logging.provider("cloak");
  private static final String POLICY =
      """
      {'tagOwners': {'tag:web': [], 'tag:ops': []},
       'acls': [{'action': 'accept', 'src': ['group:dev'], 'dst': ['tag:web:443']},
                {'action': 'accept', 'src': ['autogroup:admin'], 'dst': ['tag:ops:22']}]}
      """;

  private final LiveTailnet tailnet =
      new LiveTailnet(
          new SmallTailnet()
              .put(node(2, "two", ownedBy(2)))
              .put(node(4, "server", tagged("tag:web")))
              .put(node(5, "ops", tagged("tag:ops"))));

  private RecordingStream two;
  private RecordingStream server;
  private int logins;

  @BeforeEach
  void logIn() {
    User bob = tailnet.tailnet().user(new UserId(2)).orElseThrow();
    tailnet.put(
        CLOAK, bob.knownBy(List.of(new Subject(CLOAK.issuer(), "s2").identity("oidc")), List.of()));
    logIn(Set.of("group:dev"), Set.of(Role.ADMIN));
    tailnet.policy(POLICY);
    two = tailnet.open(2).stream();
    assertThat(ids(two.message().path("Peers"))).containsExactlyInAnyOrder(4L, 5L);
    server = tailnet.open(4).stream();
    assertThat(two.messages()).as("the server is online").hasSize(1);
    JsonNode first = server.message();
    assertThat(ids(first.path("Peers"))).containsExactly(2L);
    assertThat(filter(first)).contains("100.64.0.2");
  }

  private void logIn(Set<String> groups, Set<Role> roles) {
    tailnet.carryOut(
        new SignIn(
            Logging.at(
                Logging.login(CLOAK, "s2", "bob"),
                Logging.NOW.plusSeconds(logins++),
                groups,
                roles),
            List.of(CLOAK)));
  }

  @Test
  void leavingAGroupClosesWhatItOpened() {
    logIn(Set.of(), Set.of(Role.ADMIN));
    assertThat(ids(two.message().path("PeersRemoved"))).containsExactly(4L);
    JsonNode last = server.message();
    assertThat(ids(last.path("PeersRemoved"))).containsExactly(2L);
    assertThat(filter(last)).doesNotContain("100.64.0.2");
  }

  @Test
  void losingARoleClosesWhatItOpened() {
    logIn(Set.of("group:dev"), Set.of());
    assertThat(ids(two.message().path("PeersRemoved"))).containsExactly(5L);
  }

  @Test
  void aProviderThatIsDisabledTakesBothAway() {
    tailnet.carryOut(new SetIdentityProvider(Logging.disabled(CLOAK), null, null));
    assertThat(ids(two.message().path("PeersRemoved"))).containsExactlyInAnyOrder(4L, 5L);
    assertThat(filter(server.message())).doesNotContain("100.64.0.2");
  }

  @Test
  void aProviderThatIsTakenOutOfTheFileTakesBothAway() {
    tailnet.remove(CLOAK);
    tailnet.carryOut(new DropDisowned(Map.of()));
    assertThat(ids(two.message().path("PeersRemoved"))).containsExactlyInAnyOrder(4L, 5L);
    assertThat(filter(server.message())).doesNotContain("100.64.0.2");
  }

  private static String filter(JsonNode message) {
    return message.path("PacketFilter").toString() + message.path("PacketFilters");
  }

  private static List<Long> ids(JsonNode array) {
    List<Long> ids = new ArrayList<>();
    array.forEach(one -> ids.add(one.isObject() ? one.path("ID").asLong() : one.asLong()));
    return ids;
  }
}
