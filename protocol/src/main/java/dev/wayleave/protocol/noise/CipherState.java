package dev.wayleave.protocol.noise;

import dev.wayleave.protocol.noise.NoiseException.Reason;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A key of ChaCha20-Poly1305 (RFC 8439) and the number of the next message under it.
///
/// ```
/// nonce:  0  4  zero
///         4  8  the number, big-endian, from 0
/// ```
///
/// Big-endian is Tailscale's (`type nonce` in `control/controlbase/conn.go`). The Noise
/// specification (revision 34, §12.3) says little-endian, and the two agree on the number 0 only:
/// the handshake passes between a peer of either kind, the second record does not.
///
/// Not for several threads at once.
final class CipherState {
  static final int KEY_SIZE = 32;
  static final int TAG_SIZE = 16;
  static final byte[] NO_ASSOCIATED_DATA = {};

  private static final int NONCE_SIZE = 12;
  private static final int NONCE_COUNTER_OFFSET = NONCE_SIZE - Long.BYTES;

  /// 2^64-1, which the specification reserves; no message may have this number.
  private static final long RESERVED = -1;

  private final byte[] key;
  private final Cipher cipher;
  private long next;
  private boolean destroyed;

  private CipherState(byte[] key, long next) {
    if (key.length != KEY_SIZE) {
      throw new IllegalArgumentException("a key of ChaCha20-Poly1305 has " + KEY_SIZE + " bytes");
    }
    this.key = key;
    this.next = next;
    try {
      this.cipher = Cipher.getInstance("ChaCha20-Poly1305");
    } catch (GeneralSecurityException e) {
      throw new AssertionError("SunJCE, part of java.base, has ChaCha20-Poly1305 since JDK 11", e);
    }
  }

  /// Takes the key over: the array is wiped by [#destroy].
  static CipherState of(byte[] key) {
    return new CipherState(key, 0);
  }

  /// As if `next` messages had been there before.
  static CipherState at(byte[] key, long next) {
    return new CipherState(key, next);
  }

  /// Reads all of `plaintext`, and writes as much and a tag.
  void seal(byte[] associatedData, ByteBuffer plaintext, ByteBuffer ciphertext)
      throws NoiseException {
    begin(Cipher.ENCRYPT_MODE);
    try {
      cipher.updateAAD(associatedData);
      cipher.doFinal(plaintext, ciphertext);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("callers hand in room for the tag, which is all that can lack", e);
    }
  }

  /// Reads all of `ciphertext`, and writes as much less a tag. The provider compares tags in
  /// constant time and writes nothing if they differ.
  void open(byte[] associatedData, ByteBuffer ciphertext, ByteBuffer plaintext)
      throws NoiseException {
    begin(Cipher.DECRYPT_MODE);
    try {
      cipher.updateAAD(associatedData);
      cipher.doFinal(ciphertext, plaintext);
    } catch (AEADBadTagException e) {
      throw new NoiseException(Reason.NOT_AUTHENTIC, "a tag does not match its message", e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("callers hand in a tag and room, which is all that can lack", e);
    }
  }

  private void begin(int mode) throws NoiseException {
    if (destroyed) {
      throw new NoiseException(Reason.CLOSED, "this direction of the connection is closed");
    }
    if (next == RESERVED) {
      throw new NoiseException(
          Reason.NONCES_EXHAUSTED, "all messages that one key allows have been sent");
    }
    byte[] nonce = new byte[NONCE_SIZE];
    ByteBuffer.wrap(nonce).putLong(NONCE_COUNTER_OFFSET, next++);
    try {
      cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the key has 32 bytes, the nonce 12 and never the same", e);
    }
  }

  /// Wipes our copy of the key. The provider's copies are gone when they are collected: it has no
  /// way to wipe them.
  void destroy() {
    destroyed = true;
    Arrays.fill(key, (byte) 0);
  }

  boolean isDestroyed() {
    return destroyed;
  }
}
