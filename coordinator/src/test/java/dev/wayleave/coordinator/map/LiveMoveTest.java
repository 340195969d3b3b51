package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.node;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.Unmoved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A tailnet whose devices come one by one.
class LiveMoveTest {
  private static final String SUBNET = "10.9.0.0/16";
  private static final Instant SOON = LiveTailnet.START.plusSeconds(100);

  private static Transition move(@Nullable Instant held, @Nullable Instant ended) {
    return new Transition(
        "tailscale", "https://controlplane.tailscale.com", "tail1234.ts.net", held, ended);
  }

  private static Node unmoved(Node node) {
    return node.change().unmoved(new Unmoved("tailscale", 7)).build();
  }

  private static Node router(long id) {
    List<IpPrefix> routes = List.of(IpPrefix.parse(SUBNET));
    return node(id, "router" + id, ownedBy(1))
        .change()
        .advertisedRoutes(routes)
        .approvedRoutes(routes)
        .build();
  }

  private static JsonNode peer(RecordingStream stream, long id) {
    JsonNode map = stream.message();
    for (JsonNode peer : map.path("Peers")) {
      if (peer.path("ID").asLong() == id) {
        return peer;
      }
    }
    throw new AssertionError("no peer " + id + " in " + map);
  }

  @Test
  void aDeviceThatMovesDoesNotLookGoneInBetween() {
    LiveTailnet tailnet =
        new LiveTailnet(
            new SmallTailnet()
                .put(move(null, null))
                .put(node(1, "one", ownedBy(1)))
                .put(unmoved(node(2, "two", ownedBy(1)))));
    RecordingStream one = tailnet.open(1).stream();
    assertThat(peer(one, 2).path("Online").asBoolean()).isTrue();
    tailnet.change(2, draft -> draft.unmoved(null));
    tailnet.pass(Duration.ofSeconds(20));
    RecordingExchange two = tailnet.open(2);
    tailnet.pass(Duration.ofMinutes(2));
    assertThat(one.messages().toString())
        .contains("\"HomeDERP\":999")
        .doesNotContain("\"Online\":false")
        .doesNotContain("OnlineChange\":{\"2\":false");
    two.leave();
    tailnet.pass(Duration.ofSeconds(20));
    assertThat(one.messages().toString()).contains("\"Online\":false");
  }

  @Test
  void aDeviceThatRegistersAndDoesNotComeIsGoneAfterAWhile() {
    LiveTailnet tailnet =
        new LiveTailnet(
            new SmallTailnet()
                .put(move(null, null))
                .put(node(1, "one", ownedBy(1)))
                .put(unmoved(node(2, "two", ownedBy(1)))));
    RecordingStream one = tailnet.open(1).stream();
    tailnet.change(2, draft -> draft.unmoved(null));
    one.messages();
    tailnet.pass(Duration.ofSeconds(61));
    assertThat(one.messages().toString()).contains("\"Online\":false");
  }

  @Test
  void aRouterThatHasNotMovedCarriesOnAndAMovedOneThatFailsIsReplacedByIt() {
    LiveTailnet tailnet =
        new LiveTailnet(
            new SmallTailnet()
                .put(move(null, null))
                .put(node(1, "viewer", ownedBy(1)))
                .put(unmoved(router(2)))
                .put(router(3)));
    RecordingStream viewer = tailnet.open(1).stream();
    assertThat(tailnet.carrier(SUBNET)).isEqualTo(new NodeId(2));
    assertThat(peer(viewer, 2).path("AllowedIPs").toString()).contains(SUBNET);

    RecordingExchange third = tailnet.open(3);
    assertThat(tailnet.carrier(SUBNET)).as("no reason to change").isEqualTo(new NodeId(2));
    tailnet.change(2, draft -> draft.unmoved(null));
    answering(tailnet, third, 20);
    assertThat(tailnet.carrier(SUBNET)).as("it is on its way").isEqualTo(new NodeId(2));
    answering(tailnet, third, 60);
    assertThat(tailnet.carrier(SUBNET)).as("it did not come").isEqualTo(new NodeId(3));

    tailnet.change(2, draft -> draft.unmoved(new Unmoved("tailscale", 7)));
    assertThat(tailnet.carrier(SUBNET)).isEqualTo(new NodeId(3));
    third.leave();
    tailnet.pass(Duration.ofSeconds(20));
    assertThat(tailnet.carrier(SUBNET)).isEqualTo(new NodeId(2));
  }

  @Test
  void aRouterWhomNobodyLetsTakePartCarriesForNobodyWhereverItIs() {
    LiveTailnet tailnet =
        new LiveTailnet(
            new SmallTailnet()
                .put(move(null, null))
                .put(node(1, "viewer", ownedBy(1)))
                .put(unmoved(router(2)))
                .put(router(3)));
    tailnet.open(1);
    tailnet.open(3);
    assertThat(tailnet.carrier(SUBNET)).isEqualTo(new NodeId(2));
    tailnet.change(2, draft -> draft.awaitingApproval(true));
    assertThat(tailnet.carrier(SUBNET)).as("nobody is told of it").isEqualTo(new NodeId(3));
    tailnet.change(3, draft -> draft.awaitingApproval(true));
    tailnet.change(2, draft -> draft.awaitingApproval(false));
    assertThat(tailnet.carrier(SUBNET)).isEqualTo(new NodeId(2));
  }

  /// Lets seconds pass while a router answers what it is asked.
  private static void answering(LiveTailnet tailnet, RecordingExchange router, int seconds) {
    for (int i = 0; i < seconds; i++) {
      tailnet.pass(Duration.ofSeconds(1));
      LiveRoutersTest.lastProbe(router)
          .ifPresent(path -> tailnet.answer(tailnet.node(3).machineKey(), "HEAD", path, ""));
    }
  }

  @Test
  void aMovedRouterForWhichAnUnmovedOneCanStandInIsAskedForSignsOfLife() {
    LiveTailnet tailnet =
        new LiveTailnet(
            new SmallTailnet()
                .put(move(null, null))
                .put(node(1, "viewer", ownedBy(1)))
                .put(router(2)));
    RecordingStream two = tailnet.open(2).stream();
    tailnet.put(unmoved(router(3)));
    assertThat(tailnet.carrier(SUBNET)).isEqualTo(new NodeId(2));
    tailnet.pass(Duration.ofSeconds(9));
    assertThat(two.messages().toString()).contains("PingRequest");
    assertThat(tailnet.carrier(SUBNET)).as("it does not answer").isEqualTo(new NodeId(3));
  }

  @Test
  void anEphemeralDeviceIsNotDeletedBeforeItHasMovedAndIsWhenItLeavesThen() {
    LiveTailnet tailnet =
        new LiveTailnet(
            new SmallTailnet()
                .put(move(null, null))
                .put(unmoved(node(1, "job", ownedBy(1)).change().ephemeral(true).build())));
    tailnet.pass(Duration.ofHours(30));
    tailnet.put(move(null, tailnet.images().current().tailnet().version() > 0 ? SOON : null));
    tailnet.pass(Duration.ofHours(30));
    assertThat(tailnet.deleted()).as("even after the end").isEmpty();
    tailnet.change(1, draft -> draft.unmoved(null));
    tailnet.pass(Duration.ofHours(2));
    assertThat(tailnet.deleted()).contains(new NodeId(1));
  }

  @Test
  void keysThatAreHeldDoNotExpireUntilTheEnd() {
    LiveTailnet tailnet =
        new LiveTailnet(
            new SmallTailnet()
                .put(move(null, null))
                .put(node(1, "one", ownedBy(1)))
                .put(node(2, "two", ownedBy(1)).change().expiry(SOON).build()));
    RecordingStream one = tailnet.open(1).stream();
    RecordingStream two = tailnet.open(2).stream();
    one.messages();
    two.messages();
    tailnet.put(move(LiveTailnet.START, null));
    JsonNode self = two.messages().getLast().path("Node");
    assertThat(self.path("ID").asLong()).isEqualTo(2);
    assertThat(self.has("KeyExpiry")).as("its client must not log it out by itself").isFalse();
    one.messages();
    tailnet.pass(Duration.ofSeconds(200));
    assertThat(one.messages().toString()).doesNotContain("Expired");
    tailnet.put(move(LiveTailnet.START, SOON));
    assertThat(one.messages().toString()).contains("\"Expired\":true");
  }
}
