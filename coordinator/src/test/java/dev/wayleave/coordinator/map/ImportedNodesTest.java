package dev.wayleave.coordinator.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.PolicyInForce;
import dev.wayleave.importers.headscale.HeadscaleSource;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.Node;
import dev.wayleave.protocol.wire.UserProfile;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.testkit.conformance.RecordedCases;
import dev.wayleave.testkit.fixture.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Clients of a real Headscale that was imported are told what they were told before: what its
/// command line printed of each node, and what three real clients had stored of themselves.
class ImportedNodesTest {
  private static final List<String> CLIENTS = List.of("client-a", "client-b", "client-old");

  @TempDir private Path folder;

  static Stream<String> sets() {
    return Fixtures.SQLITE_SETS.stream();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void nodesKeepIdNameAndAddresses(String set) throws Exception {
    Path root = Fixtures.copySet(set, folder);
    MapComposer composer = composer(tailnet(root));

    JsonNode report = RecordedCases.parse(Files.readString(root.resolve("expected.json")));
    assertThat(report.at("/cli/nodes")).isNotEmpty();
    for (JsonNode printed : report.at("/cli/nodes")) {
      Node self = Objects.requireNonNull(map(composer, printed.path("id").asLong()).node());
      List<String> addresses = new ArrayList<>();
      any(printed, "ip_addresses", "ipAddresses")
          .forEach(a -> addresses.add(a.asText() + (a.asText().contains(":") ? "/128" : "/32")));

      assertThat(self.stableId()).isEqualTo(printed.path("id").asText());
      assertThat(self.name())
          .isEqualTo(any(printed, "given_name", "givenName").asText() + ".tail.example.com.");
      assertThat(self.addresses()).containsExactlyInAnyOrderElementsOf(addresses);
      assertThat(self.key()).hasToString(any(printed, "node_key", "nodeKey").asText());
      assertThat(self.machine()).hasToString(any(printed, "machine_key", "machineKey").asText());
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void realClientsFindThemselvesAsTheyStoredThemselves(String set) throws Exception {
    Path root = Fixtures.copySet(set, folder);
    MapComposer composer = composer(tailnet(root));

    for (String client : CLIENTS) {
      JsonNode profile = profile(root.resolve("clients").resolve(client));
      MapResponse map = map(composer, profile.path("NodeID").asLong());
      Node self = Objects.requireNonNull(map.node());
      UserProfile user =
          map.userProfiles().stream().filter(one -> one.id() == self.user()).findFirst().get();

      assertThat(self.stableId()).isEqualTo(profile.path("NodeID").asText());
      assertThat(self.name())
          .endsWith("." + profile.at("/NetworkProfile/MagicDNSName").asText() + ".");
      assertThat(map.domain()).isEqualTo(profile.at("/NetworkProfile/DomainName").asText());
      assertThat(user.id()).isEqualTo(profile.at("/UserProfile/ID").asLong());
      assertThat(user.loginName()).isEqualTo(profile.at("/UserProfile/LoginName").asText());
      assertThat(user.displayName()).isEqualTo(profile.at("/UserProfile/DisplayName").asText());
    }
  }

  /// The profile in a client's state: JSON in base64 in JSON, by the profile's number.
  private static JsonNode profile(Path client) throws IOException {
    JsonNode state = RecordedCases.parse(Files.readString(client.resolve("tailscaled.state")));
    byte[] profiles = Base64.getDecoder().decode(state.path("_profiles").asText());
    return RecordedCases.parse(new String(profiles, StandardCharsets.UTF_8)).elements().next();
  }

  private static JsonNode any(JsonNode object, String one, String other) {
    return object.has(one) ? object.get(one) : object.path(other);
  }

  private Tailnet tailnet(Path root) throws SourceException {
    Inventory inventory =
        new HeadscaleSource(root.resolve("config.yaml"), Map.of(), folder)
            .read(Progress.SILENT)
            .inventory();
    List<TailnetEntity> entities = new ArrayList<>();
    inventory.entities().forEach(entity -> entities.add(entity.value()));
    return Tailnet.of(1, LastIds.NONE, entities);
  }

  private static MapComposer composer(Tailnet tailnet) {
    Directory directory = Directory.of(tailnet);
    return MapComposer.of(
        new NetworkImage(
            tailnet,
            TailnetPolicy.of(new PolicyInForce().of(tailnet, directory), directory),
            new FixedPresence(Set.of(), Map.of()),
            SmallTailnet.derp("home"),
            new SettingsInForce(tailnet, Optional.empty(), "http://127.0.0.1:8080")));
  }

  private static MapResponse map(MapComposer composer, long node) {
    return composer
        .everything(new Viewer(new NodeId(node), CapabilityVersion.OLDEST_SERVED), SmallTailnet.NOW)
        .responses()
        .getFirst();
  }
}
