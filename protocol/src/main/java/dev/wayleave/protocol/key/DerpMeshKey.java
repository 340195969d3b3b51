package dev.wayleave.protocol.key;

/// The secret that the DERP servers of one region share, by which they know each other.
///
/// Text form: 64 lower-case hex digits without a prefix, given only on request.
public final class DerpMeshKey {
  private final Bytes32 bytes;

  private DerpMeshKey(Bytes32 bytes) {
    this.bytes = bytes;
  }

  /// Reads the text form; the message of a refusal never repeats the text.
  public static DerpMeshKey parse(String text) {
    return new DerpMeshKey(Bytes32.ofHex(text));
  }

  /// Whether no bit is set, which stands for "no key".
  public boolean isZero() {
    return bytes.equals(Bytes32.ZERO);
  }

  /// The text form, which is the secret itself.
  public String reveal() {
    return bytes.hex();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DerpMeshKey key && key.bytes.equalsInConstantTime(bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /// Never the secret.
  @Override
  public String toString() {
    return "DerpMeshKey";
  }
}
