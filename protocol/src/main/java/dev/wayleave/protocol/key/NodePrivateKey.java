package dev.wayleave.protocol.key;

import org.bouncycastle.math.ec.rfc7748.X25519;

/// The private half of a `NodeKey`; a DERP server's key has this role too.
///
/// Text form: `privkey:` and 64 lower-case hex digits, given only on request.
public final class NodePrivateKey {
  /// The prefix of the text form, colon included.
  public static final String PREFIX = "privkey:";

  private final Bytes32 bytes;

  private NodePrivateKey(Bytes32 bytes) {
    this.bytes = bytes;
  }

  public static NodePrivateKey of(byte[] bytes) {
    return new NodePrivateKey(Bytes32.of(bytes));
  }

  /// Reads the text form; the message of a refusal never repeats the text.
  public static NodePrivateKey parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a private key begins with " + PREFIX);
    }
    return new NodePrivateKey(Bytes32.ofHex(text.substring(PREFIX.length())));
  }

  public NodeKey publicKey() {
    byte[] result = new byte[X25519.POINT_SIZE];
    X25519.scalarMultBase(bytes.toBytes(), 0, result, 0);
    return NodeKey.of(result);
  }

  /// Fills `secret` with what this key and the holder of `other` have in common (RFC 7748, X25519).
  ///
  /// @param secret 32 bytes
  /// @return false if `other` is a point of low order: then the secret is all zero, known to
  ///   everybody, and proves nothing
  public boolean agree(NodeKey other, byte[] secret) {
    return X25519.calculateAgreement(bytes.toBytes(), 0, other.toBytes(), 0, secret, 0);
  }

  /// The text form, which is the secret itself: for files of mode 0600 and encrypted bundles.
  public String reveal() {
    return PREFIX + bytes.hex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodePrivateKey key && key.bytes.equalsInConstantTime(bytes);
  }

  @Override
  public int hashCode() {
    return publicKey().hashCode();
  }

  /// Names the public half, never the secret.
  @Override
  public String toString() {
    return "NodePrivateKey(" + publicKey() + ")";
  }
}
