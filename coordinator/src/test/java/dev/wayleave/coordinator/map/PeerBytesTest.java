package dev.wayleave.coordinator.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.wire.Node;
import dev.wayleave.protocol.wire.WireJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Compressed peers that many viewers are sent.
class PeerBytesTest {
  private static final int GENERATION = 2_000;

  private final List<Node> written = new ArrayList<>();
  private final PeerBytes bytes =
      new PeerBytes(
          node -> {
            written.add(node);
            return WireJson.write(node);
          },
          GENERATION);

  private static Node node(long id) {
    return Node.builder().id(id).build();
  }

  @Test
  void theSamePeersAreWrittenOnce() {
    List<Node> peers = List.of(node(1), node(2));
    byte[] first = bytes.shared(peers, true);
    assertThat(bytes.shared(List.copyOf(peers), true)).isSameAs(first);
    assertThat(written).hasSize(2);
  }

  @Test
  void anotherPeerOrPlaceIsWrittenAnew() {
    Node one = node(1);
    byte[] first = bytes.shared(List.of(one), true);
    assertThat(bytes.shared(List.of(one), false)).isNotEqualTo(first);
    assertThat(bytes.shared(List.of(one, node(2)), true)).isNotEqualTo(first);
    assertThat(written).hasSize(4);
  }

  @Test
  void whatWasNotUsedForLongIsForgottenAndWrittenAgainAlike() {
    List<Node> early = List.of(node(0));
    byte[] first = bytes.shared(early, true);
    long size = 0;
    for (long id = 1; size < 3 * GENERATION; id++) {
      size +=
          bytes.shared(List.of(Node.builder().id(id).name("x".repeat(99)).build()), true).length;
    }
    assertThat(bytes.shared(early, true)).isNotSameAs(first).isEqualTo(first);
  }
}
