package dev.wayleave.coordinator.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.testkit.conformance.RecordedCases;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// A client that takes every delta knows what one knows that begins anew, whatever happened in
/// between and however much of it was told at once.
class DeltasTest {
  private static final int STEPS = 60;

  /// One client and where its stream stands.
  private static final class Stream {
    private final ClientModel client = new ClientModel();
    private Told told;

    private Stream(MapComposer composer, Viewer viewer, RandomChanges changes) {
      told = take(composer, composer.everything(viewer, changes.now()));
    }

    private Told take(MapComposer composer, Composed composed) {
      composed.responses().forEach(response -> client.take(composer.json(response)));
      return composed.told();
    }

    private void follow(Composed composed, MapComposer composer, Set<String> fields) {
      composed
          .responses()
          .forEach(response -> {
            String json = new String(composer.json(response), StandardCharsets.UTF_8);
            RecordedCases.parse(json).fieldNames().forEachRemaining(fields::add);
          });
      told = take(composer, composed);
    }
  }

  @Test
  void deltasLeadWhereAFullMapDoes() {
    Seed seed = Seed.printedFor("DeltasTest");
    Set<String> fields = new TreeSet<>();
    for (int run = 0; run < Breadth.of(40, 2000); run++) {
      run(run, seed.part(run).generator(), fields);
    }
    assertThat(fields)
        .as("every kind of delta was there")
        .containsExactlyInAnyOrder(
            "DERPMap",
            "DNSConfig",
            "Domain",
            "Node",
            "OnlineChange",
            "PacketFilter",
            "PeerSeenChange",
            "PeersChanged",
            "PeersChangedPatch",
            "PeersRemoved",
            "SSHPolicy",
            "UserProfiles");
  }

  private static void run(int run, RandomGenerator random, Set<String> fields) {
    SmallTailnet network = new SmallTailnet();
    RandomChanges changes = new RandomChanges(network, random, random.nextInt(2, 12));
    Map<NodeId, Stream> streams = new TreeMap<>();
    List<String> story = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      for (int i = random.nextInt(4); i > 0; i--) {
        story.add(changes.any());
      }
      story.add("told");
      MapComposer composer = network.composer();
      streams.keySet().removeIf(id -> network.tailnet().node(id).isEmpty());
      boolean everybody = step == STEPS - 1;
      network
          .tailnet()
          .nodes()
          .forEach(node -> {
            if (everybody || random.nextInt(3) == 0) {
              tell(composer, node.id(), changes, streams, fields, "run " + run + ": " + story);
            }
          });
    }
  }

  private static void tell(
      MapComposer composer,
      NodeId id,
      RandomChanges changes,
      Map<NodeId, Stream> streams,
      Set<String> fields,
      String story) {
    Viewer viewer = new Viewer(id, CapabilityVersion.OLDEST_SERVED);
    News news = changes.takeNews(id);
    Stream stream = streams.get(id);
    if (stream == null) {
      streams.put(id, new Stream(composer, viewer, changes));
      return;
    }
    try {
      assertSentAsChanged(composer, viewer, news, stream.told, changes.now());
      stream.follow(composer.changes(viewer, news, stream.told, changes.now()), composer, fields);
      stream.client.assertKnowsWhat(new Stream(composer, viewer, changes).client);
      assertSentAsComposed(composer, viewer, changes.now());
      assertThat(composer.changes(viewer, News.NONE, stream.told, changes.now()).responses())
          .isEmpty();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("viewer " + id + ", " + news + ", " + story, e);
    }
  }

  /// What is made in pieces, of which most are made for others, is what is made for one alone.
  private static void assertSentAsComposed(MapComposer composer, Viewer viewer, Instant now) {
    Composed alone = composer.everything(viewer, now);
    MapBytes sent = composer.full(viewer, now);
    RecordingStream stream = new RecordingStream();
    var _ = stream.write(sent.parts());
    assertThat(stream.message())
        .isEqualTo(
            RecordedCases.parse(
                new String(composer.json(alone.responses().getFirst()), StandardCharsets.UTF_8)));
    assertThat(sent.told()).isEqualTo(alone.told());
  }

  private static void assertSentAsChanged(
      MapComposer composer, Viewer viewer, News news, Told told, Instant now) {
    Composed alone = composer.changes(viewer, news, told, now);
    MapBytes sent = composer.delta(viewer, news, told, now);
    RecordingStream stream = new RecordingStream();
    var _ = stream.write(sent.parts());
    assertThat(stream.messages())
        .isEqualTo(
            alone.responses().stream()
                .map(composer::json)
                .map(json -> RecordedCases.parse(new String(json, StandardCharsets.UTF_8)))
                .toList());
    assertThat(sent.told()).isEqualTo(alone.told());
  }
}
