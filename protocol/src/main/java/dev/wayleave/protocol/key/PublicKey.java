package dev.wayleave.protocol.key;

/// What the public keys of every role have in common; the role is the class, and a key equals only
/// a key of its own role.
abstract sealed class PublicKey<K extends PublicKey<K>> implements Comparable<K>
    permits ChallengeKey, DiscoKey, MachineKey, NodeKey, TailnetLockKey {
  private final Bytes32 bytes;
  private final String prefix;

  PublicKey(String prefix, Bytes32 bytes) {
    this.prefix = prefix;
    this.bytes = bytes;
  }

  /// The digits of a text form, or throws with a sentence that names the role.
  static Bytes32 digits(String text, String prefix, String role) {
    if (!text.startsWith(prefix)) {
      throw new IllegalArgumentException("a " + role + " begins with " + prefix);
    }
    return Bytes32.ofHex(text.substring(prefix.length()));
  }

  public final byte[] toBytes() {
    return bytes.toBytes();
  }

  /// The digits alone, as Headscale before 0.23 stores them.
  public final String hex() {
    return bytes.hex();
  }

  /// Whether no bit is set, which stands for "no key" in some messages.
  public final boolean isZero() {
    return bytes.equals(Bytes32.ZERO);
  }

  @Override
  public final int compareTo(K other) {
    PublicKey<K> that = other;
    return bytes.compareTo(that.bytes);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof PublicKey<?> key
        && key.getClass() == getClass()
        && key.bytes.equals(bytes);
  }

  @Override
  public final int hashCode() {
    return bytes.hashCode();
  }

  @Override
  public final String toString() {
    return prefix + hex();
  }
}
