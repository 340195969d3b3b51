package dev.wayleave.protocol.key;

/// The public Ed25519 key with which a node signs for Tailnet Lock.
///
/// Text form on the wire: `nlpub:` and 64 lower-case hex digits; `parse` and `toString` are
/// inverse. People are shown the same key with the prefix `tlpub:`, which `parse` reads too.
public final class TailnetLockKey extends PublicKey<TailnetLockKey> {
  /// The role prefix on the wire, colon included.
  public static final String PREFIX = "nlpub:";

  /// The role prefix in commands and web pages, colon included.
  public static final String SHOWN_PREFIX = "tlpub:";

  private TailnetLockKey(Bytes32 bytes) {
    super(PREFIX, bytes);
  }

  public static TailnetLockKey of(byte[] bytes) {
    return new TailnetLockKey(Bytes32.of(bytes));
  }

  /// Reads either text form.
  public static TailnetLockKey parse(String text) {
    String prefix = text.startsWith(SHOWN_PREFIX) ? SHOWN_PREFIX : PREFIX;
    return new TailnetLockKey(digits(text, prefix, "Tailnet Lock key"));
  }
}
