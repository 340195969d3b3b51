package dev.wayleave.protocol.noise;

import java.nio.ByteBuffer;

/// The sizes of a record, and of the three-byte header that it shares with [Response] and
/// [Refusal].
///
/// ```
/// offset  size  field
/// 0       1     type: 4
/// 1       2     n, the length of what follows, big-endian: 16 … 4093
/// 3       n     ciphertext, as long as its plaintext, and the tag of 16 bytes
/// ```
///
/// 4096 is `maxMessageSize` in Tailscale's `control/controlbase/conn.go`. A peer that sees a longer
/// one gives up.
public final class RecordFrame {
  static final int TYPE_SIZE = Byte.BYTES;
  static final int LENGTH_SIZE = Short.BYTES;

  /// The header in front of everything but an initiation.
  public static final int HEADER_SIZE = TYPE_SIZE + LENGTH_SIZE;

  /// The largest record, header included.
  public static final int MAX_SIZE = 4096;

  /// The most that the length field of a record may say.
  public static final int MAX_CIPHERTEXT = MAX_SIZE - HEADER_SIZE;

  /// The most that one record carries; longer plaintext is split.
  public static final int MAX_PLAINTEXT = MAX_CIPHERTEXT - CipherState.TAG_SIZE;

  private RecordFrame() {}

  /// The length field of the header that begins at `start`, whatever the buffer's byte order.
  static int lengthAt(ByteBuffer frames, int start) {
    int high = Byte.toUnsignedInt(frames.get(start + TYPE_SIZE));
    return high << Byte.SIZE | Byte.toUnsignedInt(frames.get(start + TYPE_SIZE + 1));
  }

  /// Writes a header, whatever the buffer's byte order.
  static ByteBuffer putHeader(ByteBuffer frames, FrameType type, int length) {
    return frames.put(type.code()).put((byte) (length >>> Byte.SIZE)).put((byte) length);
  }
}
