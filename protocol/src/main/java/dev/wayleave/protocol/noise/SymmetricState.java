package dev.wayleave.protocol.noise;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/// What both sides of a handshake know so far: Noise specification, revision 34, §5.2.
///
/// `h` is the hash of all that was said, `ck` the secret that all agreements went into, and the key
/// is the one that the last agreement gave. In this pattern each such key seals one message.
final class SymmetricState {
  static final int HASH_SIZE = 32;

  private static final int HASH_BITS = HASH_SIZE * Byte.SIZE;

  /// 33 bytes, one more than a hash, so §5.2 has it hashed rather than padded.
  private static final byte[] PROTOCOL_NAME =
      "Noise_IK_25519_ChaChaPoly_BLAKE2s".getBytes(StandardCharsets.US_ASCII);

  private final byte[] h;
  private final byte[] ck;
  private @Nullable CipherState cipher;

  private SymmetricState(byte[] h) {
    this.h = h;
    this.ck = h.clone();
  }

  /// The state before the first message; the initiator knows the responder's static key.
  static SymmetricState begin(byte[] prologue, byte[] responderStatic) {
    SymmetricState state = new SymmetricState(blake2s(PROTOCOL_NAME));
    state.mixHash(prologue);
    state.mixHash(responderStatic);
    return state;
  }

  void mixHash(byte[] data) {
    System.arraycopy(blake2s(h, data), 0, h, 0, HASH_SIZE);
  }

  /// Mixes a shared secret in, and wipes it.
  void mixKey(byte[] secret) {
    Halves halves = hkdf(secret);
    Arrays.fill(secret, (byte) 0);
    System.arraycopy(halves.first, 0, ck, 0, HASH_SIZE);
    Arrays.fill(halves.first, (byte) 0);
    dropKey();
    cipher = CipherState.of(halves.second);
  }

  byte[] encryptAndHash(byte[] plaintext) {
    byte[] ciphertext = new byte[plaintext.length + CipherState.TAG_SIZE];
    try {
      key().seal(h, ByteBuffer.wrap(plaintext), ByteBuffer.wrap(ciphertext));
    } catch (NoiseException e) {
      throw new AssertionError("a fresh key has nonces left", e);
    }
    dropKey();
    mixHash(ciphertext);
    return ciphertext;
  }

  /// Opens what is at least a tag; a tag alone opens to nothing.
  byte[] decryptAndHash(byte[] ciphertext) throws NoiseException {
    byte[] plaintext = new byte[ciphertext.length - CipherState.TAG_SIZE];
    key().open(h, ByteBuffer.wrap(ciphertext), ByteBuffer.wrap(plaintext));
    dropKey();
    mixHash(ciphertext);
    return plaintext;
  }

  /// The keys of the records: first from initiator to responder, second back. Ends this state.
  Halves split() {
    Halves keys = hkdf(new byte[0]);
    destroy();
    return keys;
  }

  /// The hash of the whole handshake, equal on both sides and on no other connection.
  byte[] hash() {
    return h.clone();
  }

  void destroy() {
    Arrays.fill(ck, (byte) 0);
    dropKey();
  }

  private CipherState key() {
    CipherState current = cipher;
    if (current == null) {
      throw new IllegalStateException("each key of a handshake seals one message");
    }
    return current;
  }

  private void dropKey() {
    CipherState current = cipher;
    if (current != null) {
      current.destroy();
      cipher = null;
    }
  }

  /// Two hashes' worth of key; whoever takes them wipes them.
  static final class Halves {
    final byte[] first;
    final byte[] second;

    private Halves(byte[] first, byte[] second) {
      this.first = first;
      this.second = second;
    }
  }

  /// §4.3: HKDF (RFC 5869) with `ck` as salt and no info, two outputs.
  private Halves hkdf(byte[] input) {
    byte[] extracted = hmac(ck, input);
    byte[] first = hmac(extracted, new byte[] {1});
    byte[] second = hmac(extracted, first, new byte[] {2});
    Arrays.fill(extracted, (byte) 0);
    return new Halves(first, second);
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    HMac mac = new HMac(new Blake2sDigest(HASH_BITS));
    mac.init(new KeyParameter(key));
    for (byte[] part : parts) {
      mac.update(part, 0, part.length);
    }
    byte[] result = new byte[HASH_SIZE];
    mac.doFinal(result, 0);
    return result;
  }

  private static byte[] blake2s(byte[]... parts) {
    Blake2sDigest digest = new Blake2sDigest(HASH_BITS);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] result = new byte[HASH_SIZE];
    digest.doFinal(result, 0);
    return result;
  }
}
