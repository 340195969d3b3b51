package dev.wayleave.protocol.key;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;

/// The private half of a `MachineKey`; a control server's Noise key has this role too.
///
/// Text form: `privkey:` and 64 lower-case hex digits, given only on request.
public final class MachinePrivateKey {
  /// The prefix of the text form, colon included.
  public static final String PREFIX = "privkey:";

  private final Bytes32 bytes;

  private MachinePrivateKey(Bytes32 bytes) {
    this.bytes = bytes;
  }

  public static MachinePrivateKey of(byte[] bytes) {
    return new MachinePrivateKey(Bytes32.of(bytes));
  }

  /// Reads the text form; the message of a refusal never repeats the text.
  public static MachinePrivateKey parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a private key begins with " + PREFIX);
    }
    return new MachinePrivateKey(Bytes32.ofHex(text.substring(PREFIX.length())));
  }

  public MachineKey publicKey() {
    byte[] result = new byte[X25519.POINT_SIZE];
    X25519.scalarMultBase(bytes.toBytes(), 0, result, 0);
    return MachineKey.of(result);
  }

  /// Writes what X25519 makes of this key and a public one into `secret`, which the caller wipes
  /// after use.
  ///
  /// @return false if the point has a low order: everyone then knows the result, which is zero
  public boolean agree(byte[] publicKey, byte[] secret) {
    if (publicKey.length != X25519.POINT_SIZE || secret.length != X25519.POINT_SIZE) {
      throw new IllegalArgumentException("a point of Curve25519 has 32 bytes");
    }
    byte[] scalar = bytes.toBytes();
    try {
      return X25519.calculateAgreement(scalar, 0, publicKey, 0, secret, 0);
    } finally {
      Arrays.fill(scalar, (byte) 0);
    }
  }

  /// The text form, which is the secret itself: for files of mode 0600 and encrypted bundles.
  public String reveal() {
    return PREFIX + bytes.hex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MachinePrivateKey key && key.bytes.equalsInConstantTime(bytes);
  }

  @Override
  public int hashCode() {
    return publicKey().hashCode();
  }

  /// Names the public half, never the secret.
  @Override
  public String toString() {
    return "MachinePrivateKey(" + publicKey() + ")";
  }
}
