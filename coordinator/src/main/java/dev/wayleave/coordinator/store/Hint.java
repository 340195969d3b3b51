package dev.wayleave.coordinator.store;

/// What a replica says with NOTIFY after a commit.
public sealed interface Hint {
  /// The text of [Present].
  String PRESENT = "";

  /// The text of [Decided].
  String DECIDED = "decided";

  /// A tailnet has a version; whoever knows it need not ask.
  record Committed(long tailnet, long version) implements Hint {
    @Override
    public String toString() {
      return tailnet + ":" + version;
    }
  }

  /// Somebody connected, or went.
  record Present() implements Hint {}

  /// Something that waits may have been decided on.
  record Decided() implements Hint {}

  /// Whatever it was, it was not heard or is said by another release.
  record Anything() implements Hint {}

  /// Reads what stands in a notification.
  static Hint of(String payload) {
    if (payload.equals(PRESENT)) {
      return new Present();
    }
    if (payload.equals(DECIDED)) {
      return new Decided();
    }
    int colon = payload.indexOf(':');
    try {
      return new Committed(
          Long.parseLong(payload.substring(0, Math.max(colon, 0))),
          Long.parseLong(payload.substring(colon + 1)));
    } catch (NumberFormatException e) {
      return new Anything();
    }
  }
}
