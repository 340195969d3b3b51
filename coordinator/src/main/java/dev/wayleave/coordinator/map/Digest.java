package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.WireJson;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Tells whether a part of a map is what it was.
final class Digest {
  /// What stands for a part that was never sent.
  static final long NEVER = 0;

  private Digest() {}

  /// The beginning of the SHA-256 of the JSON: names come from clients, so that a hash which
  /// somebody can bring to collide would hide changes.
  static long of(Object message) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(WireJson.write(message));
      long digest = ByteBuffer.wrap(hash).getLong();
      return digest == NEVER ? 1 : digest;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
