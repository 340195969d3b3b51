package dev.wayleave.coordinator.relay;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The bytes of a connection that are not a whole frame yet.
///
/// An idle connection holds none, and one in the midst of a frame little more than that frame.
final class Inbox {
  private static final byte[] NONE = {};

  private byte[] bytes = NONE;
  private int length;

  /// What was kept and what came, to be read from its position.
  ByteBuffer with(byte[] arrived) {
    if (length == 0) {
      return ByteBuffer.wrap(arrived);
    }
    int needed = length + arrived.length;
    if (bytes.length < needed) {
      // Twice as much, so that a frame that comes byte by byte is not copied for each of them.
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
    System.arraycopy(arrived, 0, bytes, length, arrived.length);
    length = needed;
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /// Keeps what was not read of what [#with] gave, or of any other buffer.
  void keep(ByteBuffer rest) {
    length = rest.remaining();
    if (length == 0) {
      bytes = NONE;
      return;
    }
    // Where it is the buffer that was given, what is left moves to the front of the same bytes.
    byte[] kept = length <= bytes.length ? bytes : new byte[length];
    rest.get(kept, 0, length);
    bytes = kept;
  }
}
