package dev.wayleave.protocol.box;

import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.key.NodePrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/// What two holders of node keys can seal for each other; each of them gets the same one.
///
/// A sealed message is the nonce and then the box: nonce (24) ‖ tag (16) ‖ text (as long as the
/// message).
public final class CryptoBox {
  /// The random bytes in front of each box.
  public static final int NONCE_BYTES = SecretBox.NONCE_BYTES;

  /// The tag at the beginning of each box.
  public static final int TAG_BYTES = SecretBox.TAG_BYTES;

  /// By how much a sealed message is longer than the message.
  public static final int OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

  private final byte[] key;

  private CryptoBox(byte[] key) {
    this.key = key;
  }

  /// The box between two keys, or nothing if `other` is a point of low order, with which everybody
  /// shares the same secret.
  public static Optional<CryptoBox> between(NodePrivateKey own, NodeKey other) {
    byte[] point = new byte[HSalsa20.KEY_BYTES];
    if (!own.agree(other, point)) {
      return Optional.empty();
    }
    return Optional.of(new CryptoBox(HSalsa20.hash(point, new byte[HSalsa20.INPUT_BYTES])));
  }

  /// Seals with a fresh nonce: 24 random bytes never come twice.
  public byte[] seal(byte[] message, SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] box = seal(message, nonce);
    byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + box.length);
    System.arraycopy(box, 0, sealed, NONCE_BYTES, box.length);
    return sealed;
  }

  /// The message, or nothing if it was not sealed between these two keys.
  public Optional<byte[]> open(byte[] sealed) {
    if (sealed.length < OVERHEAD_BYTES) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    return SecretBox.open(key, nonce, Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length));
  }

  /// The box alone; only tests choose a nonce, because one that comes twice gives both messages
  /// away.
  byte[] seal(byte[] message, byte[] nonce) {
    return SecretBox.seal(key, nonce, message);
  }
}
