package dev.wayleave.coordinator.oidc;

/// A login that does not happen; its message is the sentence that the person reads.
final class LoginFailedException extends Exception {
  private static final long serialVersionUID = 1;
  private static final int LONGEST = 500;

  /// Whose doing it is.
  enum Kind {
    /// What came back with the browser is not what was sent out with it.
    NOT_OURS(400),
    /// The provider, or what is configured for it, does not let this person in.
    NOT_ALLOWED(403),
    /// There is no such provider.
    NO_PROVIDER(404),
    TOO_MANY(429),
    /// What the provider said is not believed.
    NOT_BELIEVED(502),
    /// The provider says nothing.
    UNAVAILABLE(503);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private final Kind kind;

  LoginFailedException(Kind kind, String sentence) {
    super(oneLine(sentence));
    this.kind = kind;
  }

  LoginFailedException(Kind kind, String sentence, Throwable cause) {
    super(oneLine(sentence), cause);
    this.kind = kind;
  }

  /// What a provider said may be part of it, and must not look like lines of the log.
  static String oneLine(String text) {
    String line = text.replaceAll("\\p{C}", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
  }

  Kind kind() {
    return kind;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
