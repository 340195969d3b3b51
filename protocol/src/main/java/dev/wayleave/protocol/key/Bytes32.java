package dev.wayleave.protocol.key;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/// Thirty-two bytes as four big-endian words: a value without the identity of an array.
record Bytes32(long word0, long word1, long word2, long word3) implements Comparable<Bytes32> {
  static final int SIZE = 32;
  static final int HEX_DIGITS = 2 * SIZE;
  static final Bytes32 ZERO = new Bytes32(0, 0, 0, 0);

  static Bytes32 of(byte[] bytes) {
    if (bytes.length != SIZE) {
      throw new IllegalArgumentException("a key has 32 bytes, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Bytes32(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  /// Reads 64 hex digits, or throws with a sentence that does not repeat the digits (they may be
  /// secret).
  static Bytes32 ofHex(String digits) {
    if (digits.length() != HEX_DIGITS) {
      throw new IllegalArgumentException(
          "a key has " + HEX_DIGITS + " hex digits, not " + digits.length());
    }
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException notHex) {
      // The cause is dropped: its message repeats the offending digit.
      throw new IllegalArgumentException("a key is written in hex digits only");
    }
    return of(bytes);
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(SIZE)
        .putLong(word0)
        .putLong(word1)
        .putLong(word2)
        .putLong(word3)
        .array();
  }

  String hex() {
    return HexFormat.of().formatHex(toBytes());
  }

  @Override
  public int compareTo(Bytes32 other) {
    return Arrays.compareUnsigned(toBytes(), other.toBytes());
  }

  /// Compares without an early exit, so that timing tells nothing about the first differing word.
  boolean equalsInConstantTime(Bytes32 other) {
    return ((word0 ^ other.word0)
            | (word1 ^ other.word1)
            | (word2 ^ other.word2)
            | (word3 ^ other.word3))
        == 0;
  }
}
