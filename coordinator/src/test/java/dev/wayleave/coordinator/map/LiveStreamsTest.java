package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.node;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Streams: what reaches whom, in how many parts.
class LiveStreamsTest {
  private final LiveTailnet tailnet =
      new LiveTailnet(
          new SmallTailnet()
              .put(node(1, "one", ownedBy(1)))
              .put(node(2, "two", ownedBy(1)))
              .put(node(3, "three", ownedBy(2))));

  @Test
  void aStreamBeginsWithTheWholeMap() {
    JsonNode map = tailnet.open(1).stream().message();
    assertThat(map.path("Node").path("ID").asLong()).isEqualTo(1);
    assertThat(map.path("Peers").findValuesAsText("ID")).containsExactly("2", "3");
    assertThat(map.path("DERPMap").path("Regions").has("999")).isTrue();
    assertThat(map.path("PacketFilter").isArray()).isTrue();
  }

  @Test
  void endpointsReachPeersAsPatches() {
    RecordingStream one = opened(1);
    tailnet.tell(2, "\"Endpoints\":[\"198.51.100.7:41641\"]");
    JsonNode patch = one.message().path("PeersChangedPatch").path(0);
    assertThat(patch.path("NodeID").asLong()).isEqualTo(2);
    assertThat(patch.path("Endpoints").path(0).asText()).isEqualTo("198.51.100.7:41641");
  }

  @Test
  void aSecondStreamOfANodeTakesThePlaceOfTheFirst() {
    RecordingStream watcher = opened(2);
    RecordingExchange first = tailnet.open(1);
    RecordingExchange second = tailnet.open(1);
    assertThat(first.stream().isEnded()).isTrue();
    assertThat(second.stream().message().has("Node")).isTrue();
    watcher.messages();
    first.leave();
    tailnet.pass(Duration.ofMinutes(1));
    assertThat(watcher.online()).as("the node never went offline").isEmpty();
    assertThat(second.stream().isEnded()).isFalse();
  }

  @Test
  void aSlowClientIsSentOnceWhatHappenedMeanwhile() {
    RecordingStream slow = opened(1);
    slow.hold();
    for (int i = 0; i < 100; i++) {
      tailnet.tell(2, "\"Endpoints\":[\"198.51.100.7:" + (1000 + i) + "\"]");
      tailnet.tell(3, "\"Endpoints\":[\"198.51.100.8:" + (1000 + i) + "\"]");
    }
    int before = slow.writes();
    slow.release();
    tailnet.step();
    assertThat(slow.writes()).as("one part for 199 changes").isEqualTo(before + 1);
    JsonNode last = slow.messages().getLast();
    assertThat(last.path("PeersChangedPatch").findValuesAsText("NodeID"))
        .containsExactlyInAnyOrder("2", "3");
    assertThat(last.path("PeersChangedPatch").findValues("Endpoints").toString())
        .contains("198.51.100.7:1099", "198.51.100.8:1099");
  }

  @Test
  void morePendingPeersThanTheLimitBecomeAWholeMap() {
    SmallTailnet many = new SmallTailnet();
    for (int id = 1; id <= 12; id++) {
      many.put(node(id, "n" + id, ownedBy(1)));
    }
    LiveTailnet large = new LiveTailnet(many, limits(20_000, 10), List.of());
    RecordingStream slow = large.open(1).stream();
    slow.messages();
    slow.hold();
    large.tell(2, "\"Endpoints\":[\"198.51.100.1:1\"]");
    for (int id = 2; id <= 12; id++) {
      large.tell(id, "\"Endpoints\":[\"198.51.100.9:" + id + "\"]");
    }
    slow.release();
    large.step();
    JsonNode last = slow.messages().getLast();
    assertThat(last.path("Peers")).hasSize(11);
    assertThat(last.has("Node")).isTrue();
  }

  @Test
  void pendingNewsNeverHoldMoreThanTheLimit() {
    PendingNews pending = new PendingNews(10);
    for (int id = 1; id <= 1_000; id++) {
      pending.peer(new NodeId(id), Set.of(Facet.ONLINE));
    }
    assertThat(pending.isEverything()).isTrue();
    assertThat(pending.news().peers()).isEmpty();
  }

  @Test
  void aKeepAliveIsTheSameBytesEachTimeAndComesWithinTwoMinutes() {
    RecordingStream one = opened(1);
    tailnet.pass(Duration.ofSeconds(119));
    byte[] first = one.lastPart();
    assertThat(one.messages())
        .isNotEmpty()
        .allSatisfy(message -> assertThat(message).hasToString("{\"KeepAlive\":true}"));
    tailnet.pass(Duration.ofSeconds(61));
    assertThat(one.lastPart()).isEqualTo(first);
  }

  /// The database is written through these two alone, commands and what is known of presence.
  @Test
  void keepAlivesWriteNothingDown() {
    RecordingStream one = opened(1);
    RecordingStream two = opened(2);
    int updates = tailnet.updates();
    int written = tailnet.written().size();
    for (int minute = 0; minute < 60; minute++) {
      tailnet.pass(Duration.ofMinutes(1));
    }
    assertThat(one.messages()).hasSizeGreaterThanOrEqualTo(50);
    assertThat(two.messages()).hasSizeGreaterThanOrEqualTo(50);
    assertThat(tailnet.updates()).as("commands").isEqualTo(updates);
    assertThat(tailnet.written()).as("presence").hasSize(written);
  }

  @Test
  void aStreamThatMovesNeedsNoKeepAlive() {
    RecordingStream one = opened(1);
    for (int i = 0; i < 20; i++) {
      tailnet.pass(Duration.ofSeconds(10));
      tailnet.tell(2, "\"Endpoints\":[\"198.51.100.7:" + (1000 + i) + "\"]");
    }
    assertThat(one.messages()).noneMatch(message -> message.has("KeepAlive"));
  }

  @Test
  void aClientThatTakesNothingIsCut() {
    RecordingStream stuck = opened(1);
    stuck.hold();
    tailnet.tell(2, "\"Endpoints\":[\"198.51.100.7:1\"]");
    tailnet.pass(Duration.ofMinutes(3));
    assertThat(stuck.isCut()).isTrue();
    assertThat(tailnet.images().current().presence().isOnline(node(1, "", ownedBy(1)).id()))
        .isFalse();
  }

  @Test
  void aPolicyReachesEverybodyAsFilters() {
    RecordingStream one = opened(1);
    RecordingStream three = opened(3);
    one.messages();
    tailnet.policy(
        "{'acls': [{'action': 'accept', 'src': ['ann@example.com'], 'dst': ['bob@example.com:22']}]}");
    JsonNode atThree = three.message();
    assertThat(atThree.path("PacketFilter").findPath("DstPorts").findPath("First").asInt())
        .isEqualTo(22);
    JsonNode atOne = one.message();
    assertThat(atOne.path("PeersRemoved")).extracting(JsonNode::asLong).containsExactly(2L);
    assertThat(atOne.path("PacketFilter")).isEmpty();
  }

  @Test
  void aTagReachesThoseWhoSeeTheNode() {
    tailnet.policy(
        "{'tagOwners': {'tag:db': []}, 'acls': [{'action': 'accept', 'src': ['*'], 'dst': ['tag:db:5432']}]}");
    RecordingStream one = opened(1);
    tailnet.change(3, draft -> draft.owner(new Owner.OfTags(Set.of(new TagName("tag:db")), null)));
    assertThat(one.message().path("PeersChanged").findValuesAsText("ID")).contains("3");
  }

  @Test
  void aNewNodeReachesPeersAndADeletedOneGoes() {
    RecordingStream one = opened(1);
    tailnet.put(node(4, "four", ownedBy(2)));
    assertThat(one.message().path("PeersChanged").findValuesAsText("ID")).containsExactly("4");
    RecordingExchange four = tailnet.open(4);
    one.messages();
    tailnet.remove(tailnet.node(4));
    assertThat(one.message().path("PeersRemoved")).extracting(JsonNode::asLong).containsExactly(4L);
    assertThat(four.stream().isEnded()).isTrue();
  }

  @Test
  void whatIsTheSameIsSentToNobody() {
    RecordingStream one = opened(1);
    RecordingStream two = opened(2);
    one.messages();
    tailnet.change(1, draft -> draft.lastSeen(LiveTailnet.START));
    assertThat(one.messages()).isEmpty();
    assertThat(two.messages()).isEmpty();
  }

  @Test
  void anImportIsSentWhole() {
    RecordingStream one = opened(1);
    RecordingExchange two = tailnet.open(2);
    one.messages();
    tailnet.reload(
        new SmallTailnet()
            .put(node(1, "one", ownedBy(1)))
            .put(node(7, "seven", ownedBy(1)))
            .put(node(3, "drei", ownedBy(2)))
            .tailnet());
    JsonNode map = one.message();
    assertThat(map.path("Peers").findValuesAsText("ID")).containsExactly("3", "7");
    assertThat(map.path("Peers").findValuesAsText("Name").getFirst()).startsWith("drei.");
    assertThat(two.stream().isEnded()).isTrue();
  }

  @Test
  void whereAllPeersGoAtOnceTheStreamBeginsAnew() {
    RecordingStream one = opened(1);
    tailnet.reload(new SmallTailnet().put(node(1, "one", ownedBy(1))).tailnet());
    assertThat(one.messages()).isEmpty();
    assertThat(one.isEnded()).isTrue();
    assertThat(tailnet.open(1).stream().message().path("Peers")).isEmpty();
  }

  @Test
  void aSingleRequestIsAnsweredWithOneMap() {
    RecordingExchange once = tailnet.map(1, "\"Compress\":\"zstd\"");
    assertThat(once.status()).isEqualTo(200);
    assertThat(tailnet.images().current().presence().isOnline(node(1, "", ownedBy(1)).id()))
        .isFalse();
  }

  static MapLimits limits(int sessions, int pendingPeers) {
    MapLimits usual = MapLimits.DEFAULT;
    return new MapLimits(
        sessions,
        usual.endpoints(),
        usual.routes(),
        usual.tags(),
        usual.services(),
        usual.hostinfoBytes(),
        pendingPeers,
        usual.keepAlive(),
        usual.keepAliveJitter(),
        usual.writeStall(),
        usual.ephemeralTimeout());
  }

  /// A stream whose first map was read.
  private RecordingStream opened(long id) {
    RecordingStream stream = tailnet.open(id).stream();
    stream.messages();
    return stream;
  }
}
