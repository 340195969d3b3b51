package dev.wayleave.protocol.stun;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// The twelve bytes by which a response is matched to its request.
public record TransactionId(int first, long rest) {
  static final int BYTES = Integer.BYTES + Long.BYTES;

  public static TransactionId random(RandomGenerator random) {
    return new TransactionId(random.nextInt(), random.nextLong());
  }

  static TransactionId readFrom(ByteBuffer in) {
    return new TransactionId(in.getInt(), in.getLong());
  }

  void writeTo(ByteBuffer out) {
    out.putInt(first).putLong(rest);
  }

  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(first) + hex.toHexDigits(rest);
  }
}
