package dev.wayleave.coordinator.store;

import java.util.UUID;
import java.util.function.Function;

/// What a replica says with NOTIFY after a commit.
public sealed interface Hint {
  /// What the text of [Present] begins with; who says so follows.
  String PRESENT = "present:";

  /// What the text of [Post] begins with; the recipient follows.
  String LETTER = "letter:";

  /// The text of [Decided].
  String DECIDED = "decided";

  /// A tailnet has a version; whoever knows it need not ask.
  record Committed(long tailnet, long version) implements Hint {
    @Override
    public String toString() {
      return tailnet + ":" + version;
    }
  }

  /// Somebody connected, or went, at a replica.
  record Present(UUID replica) implements Hint {}

  /// There is a letter for a replica.
  record Post(UUID recipient) implements Hint {}

  /// Something that waits may have been decided on.
  record Decided() implements Hint {}

  /// Whatever it was, it was not heard or is said by another release.
  record Anything() implements Hint {}

  /// Reads what stands in a notification.
  static Hint of(String payload) {
    if (payload.startsWith(PRESENT)) {
      return replica(payload.substring(PRESENT.length()), Present::new);
    }
    if (payload.startsWith(LETTER)) {
      return replica(payload.substring(LETTER.length()), Post::new);
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

  private static Hint replica(String id, Function<UUID, Hint> hint) {
    try {
      return hint.apply(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return new Anything();
    }
  }
}
