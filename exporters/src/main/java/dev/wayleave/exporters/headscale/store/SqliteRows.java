package dev.wayleave.exporters.headscale.store;

import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Rows of an SQLite file.
final class SqliteRows extends RowSession {
  private static final String COUNTS =
      "SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence' AND EXISTS (SELECT 1 FROM"
          + " sqlite_master WHERE type = 'table' AND name = ? AND sql LIKE '%AUTOINCREMENT%')";

  private final Path place;

  SqliteRows(SqliteSession session, Path place) {
    super(session);
    this.place = place;
  }

  @Override
  public void lock(List<String> tables) {
    // The transaction holds the lock of the file.
  }

  /// What is read as bytes of a column of text is a text that is not UTF-8: it has to stay one.
  @Override
  String mark(RawValue value) {
    return value instanceof RawValue.Blob ? "CAST(? AS TEXT)" : "?";
  }

  @Override
  public Optional<Counter> counter(String table) throws TargetException {
    List<@Nullable Long> counts = numbers(COUNTS, table, 1);
    if (counts.getFirst() == null || counts.getFirst() == 0) {
      return Optional.empty();
    }
    List<@Nullable Long> seq = numbers("SELECT seq FROM sqlite_sequence WHERE name = ?", table, 1);
    return Optional.of(new Counter(seq.isEmpty() ? null : seq.getFirst(), true));
  }

  @Override
  public void count(String table, Counter counter) throws TargetException {
    String name = "'" + table.replace("'", "''") + "'";
    if (counter.value() == null) {
      session().execute("DELETE FROM sqlite_sequence WHERE name = " + name);
    } else {
      session()
          .execute("UPDATE sqlite_sequence SET seq = " + counter.value() + " WHERE name = " + name);
    }
  }

  @Override
  public Path backUp(Path folder, String suffix) throws TargetException {
    Path copy = place.resolveSibling(place.getFileName() + suffix);
    boolean whole = false;
    try {
      Files.createFile(
          copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      // SQLite copies nothing out of a transaction that may write. Its lock stays where nobody
      // else is let in, and what is written comes in a next transaction.
      session().connection.setAutoCommit(true);
      int code =
          session()
              .connection
              .unwrap(SQLiteConnection.class)
              .getDatabase()
              .backup("main", copy.toString(), null);
      if (code != SQLiteErrorCode.SQLITE_OK.code) {
        throw new SQLiteException("backup failed", SQLiteErrorCode.getErrorCode(code));
      }
      session().connection.setAutoCommit(false);
      try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      whole = true;
      return copy;
    } catch (IOException e) {
      throw SqliteTrouble.writing(copy, e);
    } catch (SQLException e) {
      throw SqliteTrouble.writing(copy, e);
    } finally {
      if (!whole) {
        deleteQuietly(copy);
      }
    }
  }

  private static void deleteQuietly(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException ignored) {
      // The failure before is to be told.
    }
  }
}
