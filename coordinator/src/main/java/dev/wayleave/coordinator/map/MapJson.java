package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.Node;
import dev.wayleave.protocol.wire.WireJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Writes map responses with peers whose JSON is there already.
final class MapJson {
  private static final byte[] AFTER_PEERS =
      MapFrames.compressed("]}".getBytes(StandardCharsets.US_ASCII));

  private MapJson() {}

  /// The same as [WireJson#write], but for the order of the fields.
  static byte[] write(MapResponse response, Function<Node, byte[]> json) {
    if (response.peers().isEmpty() && response.peersChanged().isEmpty()) {
      return WireJson.write(response);
    }
    byte[] rest = WireJson.write(response.withoutPeers());
    List<byte[]> peers = response.peers().stream().map(json).toList();
    List<byte[]> changed = response.peersChanged().stream().map(json).toList();
    // Of its whole length from the start: a full map of a large tailnet would be copied as it
    // grows.
    ByteBuffer out =
        ByteBuffer.allocate(rest.length + length("Peers", peers) + length("PeersChanged", changed));
    out.put(rest, 0, rest.length - 1);
    boolean first = rest.length == 2;
    first = add("Peers", peers, first, out);
    add("PeersChanged", changed, first, out);
    out.put((byte) '}');
    return out.position() == out.capacity()
        ? out.array()
        : Arrays.copyOf(out.array(), out.position());
  }

  /// A response without peers and then its peers, as frames in parts.
  ///
  /// @param field where the peers stand
  /// @param peers compressed JSON of peers with commas between them
  static List<byte[]> inPieces(MapResponse response, String field, List<byte[]> peers) {
    byte[] rest = WireJson.write(response);
    String comma = rest.length == 2 ? "" : ",";
    byte[] name = (comma + '"' + field + "\":[").getBytes(StandardCharsets.US_ASCII);
    byte[] head = Arrays.copyOf(rest, rest.length - 1 + name.length);
    System.arraycopy(name, 0, head, rest.length - 1, name.length);
    return MapFrames.frame(MapFrames.compressed(head), peers, AFTER_PEERS);
  }

  /// What [#add] takes at most: the name in quotes, a comma, a colon, brackets, and a comma each.
  private static int length(String name, List<byte[]> nodes) {
    return name.length() + 6 + nodes.size() + nodes.stream().mapToInt(node -> node.length).sum();
  }

  private static boolean add(String name, List<byte[]> nodes, boolean first, ByteBuffer out) {
    if (nodes.isEmpty()) {
      return first;
    }
    out.put(((first ? "\"" : ",\"") + name + "\":").getBytes(StandardCharsets.US_ASCII));
    char before = '[';
    for (byte[] node : nodes) {
      out.put((byte) before).put(node);
      before = ',';
    }
    out.put((byte) ']');
    return false;
  }
}
