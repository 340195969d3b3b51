package dev.wayleave.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.state.Publication;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whom the relay is told to admit, and of whose keys it hears that they may be shut out.
class KnownNodesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final NodeKey OTHER = NodeKey.parse(NodeKey.PREFIX + "12".repeat(32));

  private final Tailnet image = tailnet();
  private final Node node = image.nodes().iterator().next();
  private final List<NodeKey> asked = new ArrayList<>();
  private final List<String> all = new ArrayList<>();
  private final KnownNodes.Reader reader =
      new KnownNodes.Reader(image, asked::add, () -> all.add("all"));

  private static Tailnet tailnet() {
    Tailnet tailnet = Tailnet.empty();
    for (Node each : TailnetBuilder.seeded(1).inventory().nodes()) {
      tailnet = tailnet.with(new TailnetChange.Put(each));
    }
    return tailnet;
  }

  @Test
  void aNodeIsAdmittedUntilItExpires() {
    assertThat(admits(null)).isTrue();
    assertThat(admits(NOW.plusSeconds(1))).isTrue();
    assertThat(admits(NOW)).isFalse();
    assertThat(new KnownNodes(() -> image, () -> NOW).admits(OTHER)).isFalse();
  }

  private boolean admits(@Nullable Instant expiry) {
    Tailnet with = image.with(new TailnetChange.Put(node.change().expiry(expiry).build()));
    return new KnownNodes(() -> with, () -> NOW).admits(node.nodeKey());
  }

  @Test
  void theOldKeyOfANodeThatHasAnotherIsAskedAbout() {
    Node rotated = node.change().nodeKey(OTHER).build();
    publish(new TailnetChange.Put(rotated));
    assertThat(asked).containsExactly(OTHER, node.nodeKey());
    asked.clear();
    publish(new TailnetChange.Removed(rotated));
    assertThat(asked).containsExactly(OTHER);
    assertThat(all).isEmpty();
  }

  @Test
  void everyKeyIsAskedAboutWhereAllMayHaveChanged() {
    reader.accept(new Publication(List.of(new TailnetChange.Reloaded()), Tailnet.empty()));
    assertThat(all).hasSize(1);
  }

  private Tailnet current = image;

  private void publish(TailnetChange.Edit edit) {
    current = current.with(edit);
    reader.accept(new Publication(List.of(edit), current));
  }
}
