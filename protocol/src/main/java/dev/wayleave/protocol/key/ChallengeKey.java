package dev.wayleave.protocol.key;

/// A public key that a server makes for one connection, for the client to prove its node key to.
///
/// Text form: `chalpub:` and 64 lower-case hex digits; `parse` and `toString` are inverse.
public final class ChallengeKey extends PublicKey<ChallengeKey> {
  /// The role prefix of the text form, colon included.
  public static final String PREFIX = "chalpub:";

  private ChallengeKey(Bytes32 bytes) {
    super(PREFIX, bytes);
  }

  public static ChallengeKey of(byte[] bytes) {
    return new ChallengeKey(Bytes32.of(bytes));
  }

  /// Reads the text form.
  public static ChallengeKey parse(String text) {
    return new ChallengeKey(digits(text, PREFIX, "challenge key"));
  }
}
