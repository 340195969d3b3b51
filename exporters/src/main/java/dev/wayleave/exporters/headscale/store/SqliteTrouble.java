package dev.wayleave.exporters.headscale.store;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.CHANGED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.exporters.file.PendingFile;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What a failure to write an SQLite file means to the person who asked for it.
final class SqliteTrouble {
  private static final String UNTOUCHED = " What was there before is untouched.";

  private SqliteTrouble() {}

  static TargetException writing(Path file, SQLException cause) {
    return switch (primaryCode(cause)) {
      case SQLITE_FULL, SQLITE_IOERR -> full(file, cause);
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> held(file, cause);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH -> forbidden(file, cause);
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          new TargetException(
              UNAVAILABLE,
              file
                  + " is damaged or no SQLite database; nothing is written over it: restore it, or"
                  + " name another file.",
              cause);
      case SQLITE_CONSTRAINT ->
          new TargetException(
              FAILED,
              file
                  + " refuses a row ("
                  + reason(cause)
                  + "), because of what it holds already; plan again, and rename or delete one of"
                  + " the two."
                  + UNTOUCHED,
              cause);
      default ->
          new TargetException(
              FAILED,
              file + " could not be written: SQLite reports \"" + reason(cause) + "\"." + UNTOUCHED,
              cause);
    };
  }

  static TargetException writing(Path file, IOException cause) {
    Path folder = PendingFile.folderOf(file);
    if (!Files.isDirectory(folder)) {
      return new TargetException(
          UNAVAILABLE,
          "There is no folder " + folder + " to write the database into; create it.",
          cause);
    }
    if (cause instanceof AccessDeniedException || !Files.isWritable(folder)) {
      return opening(file, cause);
    }
    return full(file, cause);
  }

  /// A file that cannot be opened for writing, or not be made: what hinders that is not the disk's
  /// room.
  static TargetException opening(Path file, IOException cause) {
    String reason = cause instanceof FileSystemException system ? system.getReason() : null;
    if (reason == null) {
      return forbidden(file, cause);
    }
    return new TargetException(
        UNAVAILABLE,
        file
            + " cannot be written ("
            + reason
            + "); make it and its folder writable, or write it elsewhere."
            + UNTOUCHED,
        cause);
  }

  private static TargetException full(Path file, Exception cause) {
    return new TargetException(
        FAILED,
        "The database does not fit into "
            + PendingFile.folderOf(file)
            + " ("
            + reason(cause)
            + "); free some space or write it elsewhere."
            + UNTOUCHED,
        cause);
  }

  private static TargetException held(Path file, Exception cause) {
    return new TargetException(
        UNAVAILABLE,
        "Another program, such as a running Headscale, holds "
            + file
            + " open; stop it and try again."
            + UNTOUCHED,
        cause);
  }

  /// @param holder the other program
  static TargetException heldBy(Path file, String holder) {
    return new TargetException(
        UNAVAILABLE,
        "Another program ("
            + holder
            + ") holds "
            + file
            + " open; stop it and try again."
            + UNTOUCHED);
  }

  private static TargetException forbidden(Path file, Exception cause) {
    return new TargetException(
        UNAVAILABLE,
        file
            + " may not be written by this user, or its folder may not; run this as the user that"
            + " Headscale runs as, or write it elsewhere and move it."
            + UNTOUCHED,
        cause);
  }

  static TargetException appeared(Path file) {
    return new TargetException(
        CHANGED, file + " was made by somebody else since this was planned; plan again.");
  }

  private static SQLiteErrorCode primaryCode(SQLException cause) {
    int code =
        cause instanceof SQLiteException sqlite
            ? sqlite.getResultCode().code
            : cause.getErrorCode();
    return SQLiteErrorCode.getErrorCode(code & 0xff);
  }

  private static String reason(Exception cause) {
    String message = cause.getMessage() == null ? "no reason given" : cause.getMessage();
    int colon = message.lastIndexOf(": ");
    String first = message.lines().findFirst().orElse("no reason given");
    return cause instanceof IOException && colon >= 0 ? message.substring(colon + 2) : first;
  }
}
