package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.node;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static dev.wayleave.coordinator.map.SmallTailnet.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.Unmoved;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What becomes of the streams of users who are held back, and of devices that have not moved.
class LiveSuspensionTest {
  private final LiveTailnet tailnet =
      new LiveTailnet(
          new SmallTailnet()
              .put(node(1, "one", ownedBy(1)))
              .put(node(2, "two", ownedBy(2)))
              .put(node(3, "three", ownedBy(2)))
              .put(node(4, "server", tagged("tag:web"))));

  @Test
  void devicesOfASuspendedUserAreToldOfNobodyAndThenTurnedAway() {
    RecordingStream two = tailnet.open(2).stream();
    two.message();
    hold(2, true, false);
    JsonNode last = two.message();
    assertThat(ids(last.path("PeersRemoved"))).containsExactlyInAnyOrder(1L, 3L, 4L);
    assertThat(last.path("Node").path("MachineAuthorized").asBoolean()).isFalse();
    assertThat(two.isEnded()).isTrue();
    assertThat(tailnet.map(2, "\"Stream\":true").status()).isEqualTo(403);
    assertThat(tailnet.map(2, "\"OmitPeers\":true,\"Endpoints\":[]").status()).isEqualTo(403);
  }

  @Test
  void othersAreToldAtOnceThatTheyAreGoneAndThatTheyAreBack() {
    RecordingStream one = tailnet.open(1).stream();
    one.message();
    hold(2, true, false);
    assertThat(ids(one.message().path("PeersRemoved"))).containsExactlyInAnyOrder(2L, 3L);
    hold(2, false, false);
    assertThat(one.message().path("PeersChanged"))
        .extracting(peer -> peer.path("ID").asLong())
        .containsExactlyInAnyOrder(2L, 3L);
    assertThat(tailnet.open(2).stream().message().path("Peers")).hasSize(3);
  }

  @Test
  void aTaggedDeviceGoesOnWithoutTheUserWhoRegisteredIt() {
    tailnet.change(
        4, draft -> draft.owner(new Owner.OfTags(Set.of(new TagName("tag:web")), new UserId(2))));
    RecordingStream server = tailnet.open(4).stream();
    server.message();
    hold(2, true, false);
    assertThat(server.isEnded()).isFalse();
    assertThat(tailnet.open(4).stream().message().path("Peers")).isNotEmpty();
  }

  @Test
  void devicesOfAUserWhoAwaitsApprovalWaitAsTheyWouldThemselves() {
    hold(2, false, true);
    RecordingStream two = tailnet.open(2).stream();
    JsonNode first = two.message();
    assertThat(first.path("Peers")).isEmpty();
    assertThat(first.path("Node").path("MachineAuthorized").asBoolean()).isFalse();
    hold(2, false, false);
    assertThat(two.message().path("PeersChanged")).hasSize(3);
  }

  @Test
  void aSuspensionThatComesWithAnImportCutsItsDevicesOffToo() {
    RecordingStream two = tailnet.open(2).stream();
    two.message();
    User bob = tailnet.tailnet().user(new UserId(2)).orElseThrow();
    tailnet.reload(tailnet.tailnet().with(new TailnetChange.Put(bob.heldBack(true, false))));
    assertThat(ids(two.message().path("PeersRemoved"))).containsExactlyInAnyOrder(1L, 3L, 4L);
    assertThat(two.isEnded()).isTrue();
  }

  @Test
  void noTimerDeletesAnEphemeralDeviceThatHasNotMoved() {
    tailnet.change(3, draft -> draft.ephemeral(true).unmoved(new Unmoved("tailscale", 1)));
    tailnet.pass(Duration.ofDays(2));
    assertThat(tailnet.deleted()).isEmpty();
    tailnet.change(3, draft -> draft.unmoved(null));
    tailnet.pass(Duration.ofDays(2));
    assertThat(tailnet.deleted()).contains(new NodeId(3));
  }

  @Test
  void aDeviceThatAsksForItsMapHasMovedUnlessItsLoginHasEnded() {
    tailnet.change(1, draft -> draft.unmoved(new Unmoved("tailscale", 1)));
    tailnet.change(
        2,
        draft ->
            draft.unmoved(new Unmoved("tailscale", 1)).expiry(LiveTailnet.START.minusSeconds(9)));
    var _ = tailnet.open(1);
    var _ = tailnet.open(2);
    assertThat(tailnet.node(1).unmoved()).isNull();
    assertThat(tailnet.node(2).unmoved()).isNotNull();
  }

  private void hold(long user, boolean suspended, boolean awaitingApproval) {
    User held = tailnet.tailnet().user(new UserId(user)).orElseThrow();
    tailnet.put(held.heldBack(suspended, awaitingApproval));
  }

  private static Iterable<Long> ids(JsonNode array) {
    List<Long> ids = new ArrayList<>();
    array.forEach(id -> ids.add(id.asLong()));
    return ids;
  }
}
