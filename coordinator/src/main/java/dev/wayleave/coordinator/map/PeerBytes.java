package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.Node;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Compressed JSON of peers that stand together, kept from one image to the next: an image differs
/// from the one before in few peers.
///
/// What was not used for long is let go of: there are two generations, the younger one is begun
/// anew when it is full, and what is found in the older one moves to the younger.
final class PeerBytes {
  /// Bytes of a generation; a full map of ten thousand peers has 1.3 MB.
  private static final long USUAL_GENERATION = 8L << 20;

  private final Function<Node, byte[]> json;
  private final long generation;
  private volatile Map<Peers, byte[]> young = new ConcurrentHashMap<>();
  private volatile Map<Peers, byte[]> old = Map.of();
  private long size;

  /// @param json writes a node that the shelf gave
  PeerBytes(Function<Node, byte[]> json) {
    this(json, USUAL_GENERATION);
  }

  /// @param generation bytes after which another generation begins
  PeerBytes(Function<Node, byte[]> json, long generation) {
    this.json = json;
    this.generation = generation;
  }

  /// Peers, each the very same object as before.
  private static final class Peers {
    private final Node[] nodes;
    private final boolean first;
    private final int hash;

    private Peers(List<Node> nodes, boolean first) {
      this.nodes = nodes.toArray(Node[]::new);
      this.first = first;
      int sum = first ? 1 : 0;
      for (Node node : this.nodes) {
        sum = 31 * sum + System.identityHashCode(node);
      }
      this.hash = sum;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Peers peers && first == peers.first && isSame(nodes, peers.nodes);
    }

    // To compare 30 fields of each would cost what this saves, and the shelf makes each form once.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Node[] one, Node[] other) {
      if (one.length != other.length) {
        return false;
      }
      for (int i = 0; i < one.length; i++) {
        if (one[i] != other[i]) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /// Peers that other viewers are sent together too.
  ///
  /// @param first whether no peer stands before them
  /// @return what others are given too, so that nobody may change it
  byte[] shared(List<Node> peers, boolean first) {
    Peers key = new Peers(peers, first);
    byte[] known = young.get(key);
    if (known != null) {
      return known;
    }
    byte[] bytes = old.get(key);
    if (bytes == null) {
      bytes = made(peers, first);
    }
    keep(key, bytes);
    return bytes;
  }

  private synchronized void keep(Peers key, byte[] bytes) {
    if (size > generation) {
      old = young;
      young = new ConcurrentHashMap<>();
      size = 0;
    }
    if (young.putIfAbsent(key, bytes) == null) {
      size += bytes.length;
    }
  }

  /// The same for peers that no other viewer is sent together.
  byte[] made(List<Node> peers, boolean first) {
    if (peers.isEmpty()) {
      return new byte[0];
    }
    byte[][] each = new byte[peers.size()][];
    int length = peers.size() - (first ? 1 : 0);
    for (int i = 0; i < each.length; i++) {
      each[i] = json.apply(peers.get(i));
      length += each[i].length;
    }
    byte[] text = new byte[length];
    int at = 0;
    for (int i = 0; i < each.length; i++) {
      if (i > 0 || !first) {
        text[at++] = ',';
      }
      System.arraycopy(each[i], 0, text, at, each[i].length);
      at += each[i].length;
    }
    return MapFrames.compressed(text);
  }
}
