package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Opens SQLite files that a running server may hold open.
///
/// What is read is a private copy of one moment: the server is not slowed down, and neither the
/// file nor its folder changes. The copy is gone when the tables are closed.
public final class SqliteStore {
  /// What `quick_check` says about values rather than pages. Headscale's own tables break these
  /// constraints now and then (a route without a node); that is for findings, not for refusal.
  private static final List<String> FAULTS_OF_CONTENT =
      List.of("NULL value in ", "CHECK constraint failed", "TEXT value in ", "NUMERIC value in ");

  private SqliteStore() {}

  /// Copies and opens; errors name the file.
  ///
  /// @param temporary where the copy goes; see [PrivateFolder]
  public static Tables open(Path file, Path temporary, Progress progress) throws SourceException {
    Path real = check(file);
    PrivateFolder folder = privateFolder(real, temporary);
    boolean opened = false;
    try {
      Path copy = new SqliteCopy(real, folder, progress).take();
      Tables tables = openCopy(real, copy, folder);
      opened = true;
      return tables;
    } finally {
      if (!opened) {
        folder.close();
      }
    }
  }

  /// The tables of a database that is already open, as its transaction sees them; closing them
  /// leaves the connection open.
  ///
  /// @param file names the database in sentences
  public static Tables over(Connection connection, Path file) throws SourceException {
    return JdbcTables.over(connection, new BorrowedDialect(new SqliteDialect(file, null)));
  }

  private static Path check(Path file) throws SourceException {
    if (!Files.exists(file)) {
      throw new SourceException(
          file + " does not exist; name the database that Headscale writes (database.sqlite.path)");
    }
    if (Files.isDirectory(file)) {
      throw new SourceException(
          file + " is a directory; name the database file in it, which is often called db.sqlite");
    }
    if (!Files.isRegularFile(file)) {
      throw new SourceException(file + " is not a regular file; name Headscale's database file");
    }
    if (!Files.isReadable(file)) {
      throw new SourceException(SqliteFailures.unreadable(file));
    }
    try {
      // The -wal and -shm files stand beside the file that a symbolic link leads to.
      return file.toRealPath();
    } catch (IOException e) {
      throw SqliteFailures.copying(file, e);
    }
  }

  private static PrivateFolder privateFolder(Path file, Path temporary) throws SourceException {
    try {
      return PrivateFolder.in(temporary);
    } catch (IOException e) {
      throw SqliteFailures.copying(file, e);
    }
  }

  private static Tables openCopy(Path file, Path copy, PrivateFolder folder)
      throws SourceException {
    Connection connection;
    try {
      // Writable, so that SQLite can bring in a write-ahead log or a rollback journal.
      connection = SqliteCopy.connect("jdbc:sqlite:" + SqliteCopy.uri(copy), false);
    } catch (SQLException e) {
      throw SqliteFailures.explain(file, e);
    }
    try {
      quickCheck(file, connection);
    } catch (SQLException e) {
      closeQuietly(connection);
      throw SqliteFailures.explain(file, e);
    } catch (SourceException e) {
      closeQuietly(connection);
      throw e;
    }
    return JdbcTables.over(connection, new SqliteDialect(file, folder));
  }

  private static void quickCheck(Path file, Connection connection)
      throws SQLException, SourceException {
    List<String> faults =
        SqliteDialect.texts(connection, "PRAGMA quick_check").stream()
            .flatMap(String::lines)
            .filter(line -> !line.equals("ok"))
            .filter(line -> FAULTS_OF_CONTENT.stream().noneMatch(line::contains))
            .filter(line -> !line.startsWith("*** in database"))
            .toList();
    if (!faults.isEmpty()) {
      throw new SourceException(SqliteFailures.corrupt(file, faults.getFirst()));
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException ignored) {
      // The failure that led here is the one to report.
    }
  }
}
