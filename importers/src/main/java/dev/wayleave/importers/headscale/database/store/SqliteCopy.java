package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Copies an SQLite database as it is at one moment, and leaves no trace beside it.
///
/// SQLite's backup API is the first choice, because it takes the locks that a running server
/// respects. But merely opening a database in WAL mode makes a `-shm` file where there is none, and
/// recovers (writes) where a server crashed. So SQLite may open the source only where it need not
/// do that: without a write-ahead log, or with `-wal` and `-shm` both there and `readonly_shm=1`,
/// under which it never writes to the latter. In all other cases no server holds the database open,
/// and its files can be copied as files.
final class SqliteCopy {
  private static final String COPY = "copy.sqlite";
  private static final String WAL = "-wal";
  private static final String SHARED_MEMORY = "-shm";
  private static final String JOURNAL = "-journal";
  private static final int BUSY_MILLIS = 10_000;
  private static final int ATTEMPTS = 10;
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// More than the coarsest tick of a file system's clock on a usual kernel (10 ms).
  private static final Duration TICK = Duration.ofMillis(30);

  private final Path file;
  private final PrivateFolder folder;
  private final Progress progress;

  SqliteCopy(Path file, PrivateFolder folder, Progress progress) {
    this.file = file;
    this.folder = folder;
    this.progress = progress;
  }

  Path take() throws SourceException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) {
        pause();
      }
      SqliteHeader header = SqliteHeader.of(file);
      if (Files.exists(beside(SHARED_MEMORY)) && !Files.exists(beside(WAL))) {
        // For an instant this is also what a server leaves that is just stopping.
        continue;
      }
      try {
        checkLength(header);
        if (mayOpen(header)) {
          Path copy = folder.file(COPY);
          if (backUp(copy)) {
            return copy;
          }
          folder.empty();
        }
        if (copyFiles()) {
          return folder.resolve(COPY);
        }
        folder.empty();
      } catch (IOException e) {
        throw SqliteFailures.copying(file, e);
      }
    }
    throw new SourceException(lastWord());
  }

  private String lastWord() {
    return Files.exists(beside(SHARED_MEMORY)) && !Files.exists(beside(WAL))
        ? file
            + " comes with a -shm file but without its -wal file, so the latest changes are"
            + " missing; copy the -wal file too, or stop Headscale first and copy the database then"
        : file + " changes too often to be copied; stop Headscale for a moment, or read a backup";
  }

  private Path beside(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private boolean mayOpen(SqliteHeader header) {
    return Files.exists(beside(WAL))
        ? Files.exists(beside(SHARED_MEMORY))
        // A journal is either a running writer's, which locks tell, or a crashed one's, which
        // SQLite
        // refuses to roll back on a connection that may only read.
        : !header.wal();
  }

  /// @return false where SQLite would have to write to the source first
  private boolean backUp(Path copy) throws SourceException {
    try (Connection source = connect("jdbc:sqlite:" + uri(file) + "?mode=ro&readonly_shm=1", true);
        Statement statement = source.createStatement()) {
      // An open transaction keeps its snapshot: the backup need not start again at each commit.
      source.setAutoCommit(false);
      try (ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
        row.next();
      }
      int code =
          source
              .unwrap(SQLiteConnection.class)
              .getDatabase()
              .backup("main", copy.toString(), this::report);
      if (code != SQLiteErrorCode.SQLITE_OK.code) {
        throw new SQLiteException("backup failed", SQLiteErrorCode.getErrorCode(code));
      }
      return true;
    } catch (SQLException e) {
      if (e instanceof SQLiteException sqlite && wouldWrite(sqlite.getResultCode())) {
        return false;
      }
      throw SqliteFailures.explain(file, e);
    }
  }

  private static boolean wouldWrite(SQLiteErrorCode code) {
    int primary = code.code & 0xff;
    return primary == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || primary == SQLiteErrorCode.SQLITE_READONLY.code;
  }

  private void report(int remaining, int pages) {
    progress.at("copying the database", pages - remaining, pages);
  }

  /// Copies the database and its log, and tells whether they stood still meanwhile. The `-shm` file
  /// is left out: SQLite makes it anew from the log.
  private boolean copyFiles() throws IOException {
    List<Stamp> before = stamps();
    Path probe = folder.file("clock");
    FileTime now = Files.getLastModifiedTime(probe);
    if (before.stream().anyMatch(stamp -> stamp.isAsGoodAsNow(now))) {
      return false;
    }
    for (String suffix : List.of("", WAL, JOURNAL)) {
      Path part = beside(suffix);
      if (Files.exists(part)) {
        copyFile(part, folder.file(COPY + suffix));
      }
    }
    return before.equals(stamps());
  }

  private static void copyFile(Path from, Path to) throws IOException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
      long size = in.size();
      for (long done = 0; done < size; ) {
        long copied = in.transferTo(done, size - done, out);
        if (copied <= 0) {
          return;
        }
        done += copied;
      }
    }
  }

  private record Stamp(String suffix, long size, FileTime modified) {
    /// Two writes within one tick of the file system's clock leave one time, so a file that was
    /// written just now may be written again unnoticed.
    boolean isAsGoodAsNow(FileTime now) {
      return Math.abs(now.toMillis() - modified.toMillis()) < TICK.toMillis();
    }
  }

  private List<Stamp> stamps() throws IOException {
    List<Stamp> stamps = new ArrayList<>();
    for (String suffix : List.of("", WAL, JOURNAL)) {
      Path part = beside(suffix);
      if (Files.exists(part)) {
        BasicFileAttributes now = Files.readAttributes(part, BasicFileAttributes.class);
        stamps.add(new Stamp(suffix, now.size(), now.lastModifiedTime()));
      }
    }
    return stamps;
  }

  /// A write-ahead log may hold the pages that the file lacks, so only a file without one is
  /// judged.
  private void checkLength(SqliteHeader header) throws IOException, SourceException {
    long size = Files.size(file);
    if (size < header.promisedBytes() && !Files.exists(beside(WAL))) {
      throw new SourceException(SqliteHeader.truncated(file, size, header.promisedBytes()));
    }
  }

  static Connection connect(String url, boolean readOnly) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(BUSY_MILLIS);
    return config.createConnection(url);
  }

  /// The path as SQLite's URI file names want it; a question mark would begin the parameters.
  static String uri(Path path) {
    return "file:"
        + path.toAbsolutePath()
            .toString()
            .replace("%", "%25")
            .replace("?", "%3f")
            .replace("#", "%23");
  }

  private static void pause() throws SourceException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException("reading was interrupted; start it again", e);
    }
  }
}
