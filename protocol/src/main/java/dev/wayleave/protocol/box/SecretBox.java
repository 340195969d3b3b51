package dev.wayleave.protocol.box;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/// NaCl's `crypto_secretbox`: XSalsa20 for secrecy, Poly1305 over the ciphertext for authenticity.
final class SecretBox {
  static final int KEY_BYTES = 32;
  static final int NONCE_BYTES = 24;
  static final int TAG_BYTES = 16;

  /// What the stream gives first is the key of the tag.
  private static final int TAG_KEY_BYTES = 32;

  private SecretBox() {}

  static byte[] seal(byte[] key, byte[] nonce, byte[] message) {
    XSalsa20Engine stream = stream(key, nonce);
    Poly1305 mac = mac(stream);
    byte[] box = new byte[TAG_BYTES + message.length];
    stream.processBytes(message, 0, message.length, box, TAG_BYTES);
    mac.update(box, TAG_BYTES, message.length);
    mac.doFinal(box, 0);
    return box;
  }

  /// The message, or nothing if the box was not sealed with this key and nonce.
  static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] box) {
    if (box.length < TAG_BYTES) {
      return Optional.empty();
    }
    XSalsa20Engine stream = stream(key, nonce);
    Poly1305 mac = mac(stream);
    int length = box.length - TAG_BYTES;
    mac.update(box, TAG_BYTES, length);
    byte[] tag = new byte[TAG_BYTES];
    mac.doFinal(tag, 0);
    if (!MessageDigest.isEqual(tag, Arrays.copyOf(box, TAG_BYTES))) {
      return Optional.empty();
    }
    byte[] message = new byte[length];
    stream.processBytes(box, TAG_BYTES, length, message, 0);
    return Optional.of(message);
  }

  private static XSalsa20Engine stream(byte[] key, byte[] nonce) {
    XSalsa20Engine stream = new XSalsa20Engine();
    stream.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
    return stream;
  }

  private static Poly1305 mac(XSalsa20Engine stream) {
    byte[] key = new byte[TAG_KEY_BYTES];
    stream.processBytes(key, 0, key.length, key, 0);
    Poly1305 mac = new Poly1305();
    mac.init(new KeyParameter(key));
    return mac;
  }
}
