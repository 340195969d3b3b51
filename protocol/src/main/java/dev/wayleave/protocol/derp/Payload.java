package dev.wayleave.protocol.derp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bytes that a frame carries without looking into them; equal by content.
public final class Payload {
  /// No bytes.
  public static final Payload EMPTY = new Payload(new byte[0]);

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Payload copyOf(byte[] bytes) {
    return new Payload(bytes.clone());
  }

  /// Takes all that is left in `buffer`.
  static Payload readFrom(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return new Payload(bytes);
  }

  public int size() {
    return bytes.length;
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  /// A view that cannot be written to.
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  void writeTo(ByteBuffer buffer) {
    buffer.put(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload payload && Arrays.equals(payload.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// The size alone: the bytes are somebody's.
  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
