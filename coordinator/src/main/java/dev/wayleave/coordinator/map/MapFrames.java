package dev.wayleave.coordinator.map;

import com.github.luben.zstd.Zstd;
import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.WireJson;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Map responses as bytes.
///
/// | bytes | |
/// |---|---|
/// | 4 | length of the rest, little-endian |
/// | length | one JSON object, compressed by zstd, in one of its frames or several |
final class MapFrames {
  private static final int LENGTH_BYTES = Integer.BYTES;

  /// Clients decompress at the same speed at any level; this one costs us least.
  private static final int LEVEL = 1;

  private static final byte[] KEEP_ALIVE = frame(WireJson.write(MapResponse.KEEP_ALIVE));

  private MapFrames() {}

  /// The same bytes each time: clients know them and skip decoding.
  static byte[] keepAlive() {
    return KEEP_ALIVE.clone();
  }

  /// @param json writes a response as JSON
  static byte[] of(List<MapResponse> responses, Function<MapResponse, byte[]> json) {
    return joined(responses.stream().map(response -> frame(json.apply(response))).toList());
  }

  /// Frames one after the other; whoever asks does not change them.
  static byte[] joined(List<byte[]> frames) {
    if (frames.size() == 1) {
      return frames.getFirst();
    }
    ByteBuffer all = ByteBuffer.allocate(frames.stream().mapToInt(frame -> frame.length).sum());
    frames.forEach(all::put);
    return all.array();
  }

  /// A frame in parts, each compressed by itself: clients decompress them as one text.
  static List<byte[]> frame(byte[] head, List<byte[]> middle, byte[] tail) {
    List<byte[]> parts = new ArrayList<>(middle.size() + 3);
    int length = head.length + tail.length;
    for (byte[] part : middle) {
      length += part.length;
    }
    parts.add(
        ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
    parts.add(head);
    parts.addAll(middle);
    parts.add(tail);
    return parts;
  }

  static byte[] compressed(byte[] text) {
    return Zstd.compress(text, LEVEL);
  }

  /// One frame.
  static byte[] frame(byte[] json) {
    byte[] compressed = compressed(json);
    return ByteBuffer.allocate(LENGTH_BYTES + compressed.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(compressed.length)
        .put(compressed)
        .array();
  }
}
