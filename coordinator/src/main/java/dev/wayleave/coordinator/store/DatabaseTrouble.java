package dev.wayleave.coordinator.store;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells troubles of the database that a person can end from mistakes of ours.
public final class DatabaseTrouble {
  private static final String DISK_FULL = "53100";
  private static final String CONNECTION = "08";

  /// A server that shuts down, crashed, or starts.
  private static final String SERVER_STATE = "57P";

  private DatabaseTrouble() {}

  /// What happened and what to do, where that can be said.
  public static Optional<String> sentence(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException trouble) {
        Optional<String> sentence = sentence(trouble);
        if (sentence.isPresent()) {
          return sentence;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> sentence(SQLException trouble) {
    String state = trouble.getSQLState() == null ? "" : trouble.getSQLState();
    // A limit on the size of files has no code of its own in PostgreSQL.
    if (state.equals(DISK_FULL)
        || String.valueOf(trouble.getMessage()).contains("File too large")) {
      return Optional.of(
          "The disk of the coordinator's database is full, so nothing was changed; make room on it"
              + " and try again.");
    }
    if (state.startsWith(CONNECTION) || state.startsWith(SERVER_STATE)) {
      return Optional.of(
          "The coordinator's database went away; look at its log and at its disk, and try again in"
              + " a moment.");
    }
    return Optional.empty();
  }
}
