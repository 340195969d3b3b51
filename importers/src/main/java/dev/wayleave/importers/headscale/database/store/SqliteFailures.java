package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What a failure of SQLite means to the person who asked for the file to be read.
final class SqliteFailures {
  private SqliteFailures() {}

  static SourceException explain(Path file, SQLException cause) {
    return new SourceException(sentence(file, cause), cause);
  }

  private static String sentence(Path file, SQLException cause) {
    return switch (primaryCode(cause)) {
      case SQLITE_CORRUPT -> corrupt(file, "");
      case SQLITE_NOTADB -> notADatabase(file);
      case SQLITE_FULL, SQLITE_IOERR -> noRoom(file);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          file
              + " is locked by another program for too long; stop that program (or Headscale) and"
              + " try again";
      case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY ->
          file + " cannot be opened by SQLite; check its permissions and those of its folder";
      default ->
          file
              + " cannot be read: SQLite reports \""
              + firstLine(cause)
              + "\"; check that the file is whole and try again with a fresh copy";
    };
  }

  static String notADatabase(Path file) {
    return file
        + " is not an SQLite database: its header is not SQLite's, as with another kind of file or"
        + " an encrypted database; name Headscale's database file, decrypted where it is encrypted";
  }

  static String corrupt(Path file, String detail) {
    return file
        + " is damaged"
        + (detail.isEmpty() ? "" : " (" + detail + ")")
        + "; restore it from a backup, or rescue what can be read with sqlite3's .recover and read"
        + " the result";
  }

  static String noRoom(Path file) {
    return file
        + " could not be copied for reading: there is no room left, or no larger file is allowed,"
        + " where temporary files go; free some space there or set TMPDIR to another folder";
  }

  static SourceException copying(Path file, IOException cause) {
    if (cause instanceof AccessDeniedException denied && file.toString().equals(denied.getFile())) {
      return new SourceException(unreadable(file), cause);
    }
    return new SourceException(noRoom(file), cause);
  }

  static String unreadable(Path file) {
    return file
        + " cannot be read: permission denied; run this as a user who may read it, or copy the"
        + " database with its -wal file to where you may";
  }

  /// SQLite's extended codes carry the primary one in their lowest byte.
  private static SQLiteErrorCode primaryCode(SQLException cause) {
    if (cause instanceof SQLiteException sqlite) {
      return SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff);
    }
    return SQLiteErrorCode.getErrorCode(cause.getErrorCode() & 0xff);
  }

  private static String firstLine(SQLException cause) {
    String message = cause.getMessage() == null ? "no reason" : cause.getMessage();
    return message.lines().findFirst().orElse("no reason").toLowerCase(Locale.ROOT);
  }
}
