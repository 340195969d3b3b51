package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.node;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two routers of one subnet, and who carries its traffic.
class LiveRoutersTest {
  static final String SUBNET = "10.9.0.0/16";

  private final LiveTailnet tailnet =
      new LiveTailnet(
          new SmallTailnet().put(node(1, "viewer", ownedBy(1))).put(router(2)).put(router(3)));

  /// Whose clients answer probes.
  private final boolean[] answers = {false, false, true, true};

  private final RecordingExchange[] routers = new RecordingExchange[4];
  private RecordingStream viewer = new RecordingStream();
  private final Map<Long, Boolean> online = new HashMap<>();
  private @Nullable Long carrier;

  static Node router(long id) {
    List<IpPrefix> routes = List.of(IpPrefix.parse(SUBNET));
    return node(id, "router" + id, ownedBy(1))
        .change()
        .advertisedRoutes(routes)
        .approvedRoutes(routes)
        .build();
  }

  @BeforeEach
  void connect() {
    viewer = tailnet.open(1).stream();
    routers[2] = tailnet.open(2);
    routers[3] = tailnet.open(3);
    follow();
  }

  @Test
  void theOldestCarriesTheTraffic() {
    assertThat(carrier).isEqualTo(2);
  }

  @Test
  void whereItGoesTheOtherTakesOverAndKeepsIt() {
    routers[2].leave();
    pass(11);
    assertThat(carrier).isEqualTo(3);
    routers[2] = tailnet.open(2);
    pass(60);
    assertThat(carrier).as("no flapping").isEqualTo(3);
    routers[3].leave();
    pass(11);
    assertThat(carrier).as("back when the other fails").isEqualTo(2);
  }

  @Test
  void whereItVanishesWithoutClosingTheOtherTakesOverWithinFifteenSeconds() {
    pass(60);
    assertThat(carrier).isEqualTo(2);
    answers[2] = false;
    pass(14);
    assertThat(carrier).isEqualTo(3);
    assertThat(routers[2].stream().isEnded()).isFalse();
  }

  @Test
  void whoAnswersAgainDoesNotTakeTheTrafficBack() {
    answers[2] = false;
    pass(14);
    answers[2] = true;
    pass(60);
    assertThat(carrier).isEqualTo(3);
    answers[3] = false;
    pass(14);
    assertThat(carrier).isEqualTo(2);
  }

  @Test
  void whereNobodyAnswersTheLastOneKeepsTheTraffic() {
    answers[2] = false;
    answers[3] = false;
    pass(60);
    Long last = carrier;
    pass(60);
    assertThat(carrier).isEqualTo(last).isNotNull();
  }

  @Test
  void whoDoesNotAnswerIsNotOnlineToOthersUntilItAnswersAgain() {
    assertThat(online).containsEntry(2L, true).containsEntry(3L, true);
    answers[2] = false;
    pass(14);
    assertThat(online).containsEntry(2L, false).containsEntry(3L, true);
    answers[2] = true;
    pass(5);
    assertThat(online).containsEntry(2L, true);
  }

  @Test
  void exitNodesAreAskedToo() {
    List<IpPrefix> exits = List.of(IpPrefix.parse("0.0.0.0/0"), IpPrefix.parse("::/0"));
    for (long id = 2; id <= 3; id++) {
      tailnet.change(id, router -> router.advertisedRoutes(exits).approvedRoutes(exits));
    }
    answers[2] = false;
    pass(14);
    assertThat(carrier).isNull();
    assertThat(online).containsEntry(2L, false).containsEntry(3L, true);
  }

  @Test
  void aRouterIsToldThatItIsPrimary() {
    routers[3].stream().messages();
    routers[2].leave();
    tailnet.pass(Duration.ofSeconds(11));
    assertThat(routers[3].stream().messages().toString())
        .contains("\"PrimaryRoutes\":[\"" + SUBNET + "\"]");
  }

  @Test
  void anotherMachineCannotAnswerForARouter() {
    tailnet.pass(Duration.ofSeconds(5));
    String path = lastProbe(routers[3]).orElseThrow();
    assertThat(tailnet.answer(tailnet.node(1).machineKey(), "HEAD", path, "").status())
        .isEqualTo(404);
  }

  @Test
  void oneRouterAloneIsNotAsked() {
    routers[3].leave();
    pass(12);
    routers[2].stream().messages();
    tailnet.pass(Duration.ofSeconds(60));
    assertThat(lastProbe(routers[2])).isEmpty();
  }

  /// Lets seconds pass while clients answer what they are asked.
  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      tailnet.pass(Duration.ofSeconds(1));
      for (int id = 2; id <= 3; id++) {
        if (answers[id]) {
          long asked = id;
          lastProbe(routers[id])
              .ifPresent(
                  path -> tailnet.answer(tailnet.node(asked).machineKey(), "HEAD", path, ""));
        }
      }
    }
    follow();
  }

  static Optional<String> lastProbe(RecordingExchange router) {
    return router.stream().messages().stream()
        .map(message -> message.path("PingRequest").path("URL").asText())
        .filter(url -> !url.isEmpty())
        .map(url -> url.substring("https://unused".length()))
        .reduce((_, last) -> last);
  }

  /// Reads what the viewer was told, as a client would.
  private void follow() {
    for (JsonNode message : viewer.messages()) {
      message
          .path("OnlineChange")
          .properties()
          .forEach(one -> online.put(Long.valueOf(one.getKey()), one.getValue().asBoolean()));
      for (JsonNode patch : message.path("PeersChangedPatch")) {
        if (patch.has("Online")) {
          online.put(patch.path("NodeID").asLong(), patch.path("Online").asBoolean());
        }
      }
      for (String field : List.of("Peers", "PeersChanged")) {
        for (JsonNode peer : message.path(field)) {
          online.put(peer.path("ID").asLong(), peer.path("Online").asBoolean());
          boolean carries = peer.path("AllowedIPs").toString().contains(SUBNET);
          long id = peer.path("ID").asLong();
          if (carries) {
            carrier = id;
          } else if (carrier != null && carrier == id) {
            carrier = null;
          }
        }
      }
    }
  }
}
