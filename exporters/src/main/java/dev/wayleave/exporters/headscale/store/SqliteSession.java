package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.file.PendingFile;
import dev.wayleave.exporters.headscale.row.DatabaseRows;
import dev.wayleave.exporters.headscale.schema.ColumnType;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.importers.headscale.database.store.SqliteStore;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// Writes an SQLite file: one that is there in place, in one exclusive transaction; one that is not
/// there beside its name, which it takes when it is whole.
///
/// A file is written in place because it then keeps its owner and mode. A running Headscale keeps
/// its database open, which the exclusive lock notices in WAL mode, Headscale's default; without
/// WAL an idle one holds no lock, and [OpenFiles] finds it.
final class SqliteSession extends JdbcSession implements FileLook {
  private static final int BUSY_MILLIS = 2_000;
  private static final String TEMPORARY = ".wayleave-new";

  private final Path place;
  private final @Nullable Path written;
  private final FileJournals journals;
  private boolean closed;

  private SqliteSession(Connection connection, Path place, @Nullable Path written) {
    super(connection);
    this.place = place;
    this.written = written;
    this.journals = new FileJournals(place);
  }

  static SqliteSession inPlace(Path place, RowSession.Company company, Progress progress)
      throws TargetException, IOException {
    progress.at("locking the database", 0, 1);
    // SQLite would not say whether it is the file's mode, its file system or something else.
    try {
      FileChannel.open(place, StandardOpenOption.WRITE).close();
    } catch (IOException e) {
      throw SqliteTrouble.opening(place, e);
    }
    boolean alone = company == RowSession.Company.NONE;
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    if (alone) {
      config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
    }
    config.setTransactionMode(
        alone ? SQLiteConfig.TransactionMode.EXCLUSIVE : SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    SqliteSession session;
    try {
      session = new SqliteSession(connect(place, config), place, null);
    } catch (SQLException e) {
      throw SqliteTrouble.writing(place, e);
    }
    session.begun("locking the database", progress);
    Optional<String> holder = alone ? OpenFiles.holder(place) : Optional.empty();
    if (holder.isPresent()) {
      session.close();
      throw SqliteTrouble.heldBy(place, holder.get());
    }
    return session;
  }

  static SqliteSession beside(Path place, String migration, Progress progress)
      throws TargetException, IOException {
    removeStale(place);
    progress.at("creating the file", 0, 1);
    Path written =
        Files.createFile(
            place.resolveSibling("." + place.getFileName() + "." + migration + TEMPORARY),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    SQLiteConfig config = new SQLiteConfig();
    // Nobody sees this file before it is whole and on the disk.
    config.setJournalMode(SQLiteConfig.JournalMode.OFF);
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    SqliteSession session;
    try {
      session = new SqliteSession(connect(written, config), place, written);
    } catch (SQLException e) {
      Files.deleteIfExists(written);
      throw SqliteTrouble.writing(place, e);
    }
    return session.begun("creating the file", progress);
  }

  /// Takes the lock, which SQLite puts off until something is asked for.
  private SqliteSession begun(String what, Progress progress) throws TargetException {
    boolean begun = false;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
      row.next();
      progress.at(what, 1, 1);
      begun = true;
      return this;
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      if (!begun) {
        close();
      }
    }
  }

  private static Connection connect(Path file, SQLiteConfig config) throws SQLException {
    Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    try {
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /// What a run that was killed left half-written holds secrets and serves no one.
  private static void removeStale(Path place) throws IOException {
    String prefix = "." + place.getFileName() + ".";
    try (Stream<Path> files = Files.list(PendingFile.folderOf(place))) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(prefix) && name.endsWith(TEMPORARY)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  Tables open() throws SourceException {
    return SqliteStore.over(connection, place);
  }

  @Override
  public Optional<Tables> tables() {
    return written == null ? super.tables() : Optional.empty();
  }

  @Override
  public List<Journal.Header> journals() {
    try {
      return journals.headers();
    } catch (IOException e) {
      throw new Broken(SqliteTrouble.writing(place, e));
    }
  }

  @Override
  public FileJournals files() {
    return journals;
  }

  @Override
  public void lock(List<TableShape> tables) {
    // The transaction is exclusive.
  }

  @Override
  public void insert(
      TableShape table, DatabaseRows rows, @Nullable Set<Long> only, Progress progress)
      throws TargetException {
    String what = "writing " + table.name();
    long total = only == null ? rows.count(table) : only.size();
    String marks = String.join(", ", Collections.nCopies(table.columns().size(), "?"));
    String insert =
        "INSERT INTO " + quote(table.name()) + " (" + columns(table) + ") VALUES (" + marks + ")";
    progress.at(what, 0, total);
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      long[] done = {0};
      rows.each(
          table,
          row -> {
            if (only == null || only.contains(Image.idOf(row))) {
              add(statement, table, row, ++done[0] % Image.REPORT_ROWS == 0);
              if (done[0] % Image.REPORT_ROWS == 0) {
                progress.at(what, done[0], total);
              }
            }
          });
      statement.executeBatch();
      progress.at(what, done[0], done[0]);
    } catch (SQLException e) {
      throw failure(e);
    } catch (Broken e) {
      if (e.getCause() instanceof SQLException sql) {
        throw failure(sql);
      }
      throw e;
    }
  }

  private void add(PreparedStatement statement, TableShape table, RawRow row, boolean full) {
    try {
      for (int i = 0; i < table.columns().size(); i++) {
        var column = table.columns().get(i);
        bind(statement, i + 1, column.type(), RawValues.bare(row.get(column.name())));
      }
      statement.addBatch();
      if (full) {
        statement.executeBatch();
      }
    } catch (SQLException e) {
      throw new Broken(e);
    }
  }

  @Override
  void bind(PreparedStatement statement, int index, @Nullable ColumnType type, RawValue value)
      throws SQLException {
    switch (value) {
      case RawValue.Null _ -> statement.setNull(index, Types.NULL);
      case RawValue.Int(long v) -> statement.setLong(index, v);
      case RawValue.Real(double v) -> statement.setDouble(index, v);
      case RawValue.Text(String v) -> statement.setString(index, v);
      case RawValue.Blob(String v) -> statement.setBytes(index, Base64.getDecoder().decode(v));
      case RawValue.Hidden _ -> throw new AssertionError("values are bare before they are bound");
    }
  }

  @Override
  public long danglingReferences() throws TargetException {
    long dangling = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA foreign_key_check")) {
      while (row.next()) {
        dangling++;
      }
      return dangling;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void commit(Journal journal, Progress progress) throws TargetException {
    try {
      if (written == null) {
        commitInPlace(journal, progress);
      } else {
        takeName(journal, written, progress);
      }
    } catch (SQLException e) {
      throw failure(e);
    } catch (IOException e) {
      throw SqliteTrouble.writing(place, e);
    }
  }

  private void commitInPlace(Journal journal, Progress progress) throws SQLException, IOException {
    String migration = journal.header().migration();
    progress.at("noting what was applied", 0, 1);
    journals.writePending(journal);
    boolean committed = false;
    try {
      progress.at("committing", 0, 1);
      connection.commit();
      committed = true;
    } finally {
      if (!committed) {
        journals.remove(migration);
      }
    }
    progress.at("committing", 1, 1);
    settleQuietly(migration);
    connection.close();
    closed = true;
  }

  @Override
  void commitRows() throws TargetException {
    try {
      connection.commit();
      connection.close();
      closed = true;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void takeName(Journal journal, Path whole, Progress progress)
      throws SQLException, IOException, TargetException {
    String migration = journal.header().migration();
    progress.at("committing", 0, 1);
    connection.commit();
    connection.close();
    closed = true;
    try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    progress.at("noting what was applied", 0, 1);
    journals.writePending(journal);
    boolean named = false;
    try {
      progress.at("renaming", 0, 1);
      link(whole);
      named = true;
    } finally {
      if (!named) {
        journals.remove(migration);
      }
    }
    PendingFile.syncFolderOf(place);
    settleQuietly(migration);
    progress.at("renaming", 1, 1);
  }

  /// Gives the file its name unless somebody else took it meanwhile, which a mere renaming would
  /// not notice.
  private void link(Path whole) throws IOException, TargetException {
    try {
      Files.createLink(place, whole);
      Files.delete(whole);
    } catch (FileAlreadyExistsException e) {
      throw SqliteTrouble.appeared(place);
    } catch (FileSystemException | UnsupportedOperationException noHardLinks) {
      if (Files.exists(place)) {
        throw SqliteTrouble.appeared(place);
      }
      Files.move(whole, place, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void settleQuietly(String migration) {
    try {
      journals.settle(migration);
    } catch (IOException e) {
      // The database counts already; a journal under its former name is taken for what it is.
    }
  }

  @Override
  public void commitUndone(String migration, boolean emptied, Progress progress)
      throws TargetException {
    try {
      journals.unsettle(migration);
      progress.at("committing", 0, 1);
      connection.commit();
      if (emptied) {
        Files.delete(place);
        PendingFile.syncFolderOf(place);
      }
      progress.at("committing", 1, 1);
      connection.close();
      closed = true;
      for (Journal.Header header : journals.headers()) {
        if (emptied || header.migration().equals(migration)) {
          journals.remove(header.migration());
        }
      }
    } catch (SQLException e) {
      throw failure(e);
    } catch (IOException e) {
      throw SqliteTrouble.writing(place, e);
    }
  }

  @Override
  TargetException failure(SQLException cause) {
    return SqliteTrouble.writing(place, cause);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      rollBackAndClose();
    }
    if (written != null) {
      try {
        Files.deleteIfExists(written);
      } catch (IOException ignored) {
        // The next run removes it; the failure before is to be told.
      }
    }
  }
}
