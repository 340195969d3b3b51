package dev.wayleave.protocol.key;

/// The public key with which a running client signs its path discovery.
///
/// Text form: `discokey:` and 64 lower-case hex digits; `parse` and `toString` are inverse.
public final class DiscoKey extends PublicKey<DiscoKey> {
  /// The role prefix of the text form, colon included.
  public static final String PREFIX = "discokey:";

  private DiscoKey(Bytes32 bytes) {
    super(PREFIX, bytes);
  }

  public static DiscoKey of(byte[] bytes) {
    return new DiscoKey(Bytes32.of(bytes));
  }

  /// Reads the text form.
  public static DiscoKey parse(String text) {
    return new DiscoKey(digits(text, PREFIX, "disco key"));
  }

  /// Reads the digits alone, as Headscale before 0.23 stores them.
  public static DiscoKey ofHex(String digits) {
    return new DiscoKey(Bytes32.ofHex(digits));
  }
}
