package dev.wayleave.cli.administration;

/// A spelling that means nothing any more; the message is one sentence with the one that does.
public final class OldSpellingException extends Exception {
  private static final long serialVersionUID = 1L;

  /// @param old what was written, for example `routes enable`
  /// @param now what to write instead, a whole command without `wayleave`
  public OldSpellingException(String old, String now) {
    this(sentence(old, now));
  }

  static String sentence(String old, String now) {
    return "\"%s\" is an old spelling; write \"wayleave %s\".".formatted(old, now);
  }

  /// A refusal that needs a reason.
  public OldSpellingException(String sentence) {
    super(sentence);
  }
}
