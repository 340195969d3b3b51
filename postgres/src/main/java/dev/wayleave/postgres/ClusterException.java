package dev.wayleave.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A cluster that cannot be opened or stopped.
///
/// The message is one sentence for a person: what happened, where, what to do. It never holds the
/// password.
public final class ClusterException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Why, for callers that act on it.
  public enum Reason {
    /// Another live process holds the data directory.
    IN_USE,
    /// The cluster was made by another major release of PostgreSQL.
    OTHER_MAJOR,
    /// No bundle for this machine, or the bundled PostgreSQL does not run on it.
    UNSUPPORTED_PLATFORM,
    /// A path that PostgreSQL's tools cannot take, or a directory that is not a directory.
    BAD_PATH,
    /// Files cannot be read or written, or belong to someone else.
    NO_ACCESS,
    /// The file system is full.
    DISK_FULL,
    /// The password file does not open the cluster.
    WRONG_PASSWORD,
    /// PostgreSQL could not be created or started.
    START_FAILED,
    /// PostgreSQL did not end in time, not even when killed.
    STOP_FAILED
  }

  private final Reason reason;

  ClusterException(Reason reason, String message) {
    this(reason, message, null);
  }

  ClusterException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /// Turns a failed file operation into a sentence.
  ///
  /// @param doing what was tried, for example `unpack PostgreSQL into`
  static ClusterException of(String doing, Path where, IOException cause) {
    String detail = detail(cause);
    if (isDiskFull(detail)) {
      return diskFull(where, cause);
    }
    if (cause instanceof AccessDeniedException || detail.contains("Read-only file system")) {
      return new ClusterException(
          Reason.NO_ACCESS,
          "Cannot %s %s (%s): make it writable for this user or choose another data directory."
              .formatted(
                  doing, where, cause instanceof AccessDeniedException ? "access denied" : detail),
          cause);
    }
    return new ClusterException(
        Reason.NO_ACCESS,
        "Cannot %s %s (%s): repair that or choose another data directory."
            .formatted(doing, where, detail),
        cause);
  }

  static ClusterException diskFull(Path where, @Nullable Throwable cause) {
    return new ClusterException(
        Reason.DISK_FULL,
        "The disk that holds %s is full: free about 200 MB and start again.".formatted(where),
        cause);
  }

  /// True if a text of the system or of PostgreSQL says that a write found no room.
  static boolean isDiskFull(String text) {
    return text.contains("No space left on device")
        || text.contains("Disk quota exceeded")
        || text.contains("File too large");
  }

  private static String detail(IOException cause) {
    if (cause instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
