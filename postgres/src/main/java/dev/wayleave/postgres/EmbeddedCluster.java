package dev.wayleave.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wayleave.postgres.ClusterException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/// A PostgreSQL server of our own, on a data directory of our own, for as long as this is open.
///
/// It drives `initdb`, `pg_ctl` and `postgres` from the bundles that the zonky project packs, and
/// not that project's library, which is made for tests: it unpacks into the system's temporary
/// directory, trusts every local connection, has no password, no lock with a process id and no way
/// to take over what a killed process left running.
///
/// - The server listens on 127.0.0.1 only, on a free port that changes with each start, and asks
///   for a generated password (scram-sha-256).
/// - pg_ctl puts it into a session of its own, so that Ctrl-C in a terminal, which signals the
///   whole foreground group, reaches the coordinator and not its database.
/// - It outlives a JVM that is killed. The next [#open] does not adopt such a server but ends it
///   and starts anew (some 0.3 s): sessions of the dead process may be in the middle of a
///   transaction, and none of that may be committed once someone else has taken over; besides, the
///   server may be of an older release with older settings.
/// - Nothing here ends by itself: whoever opens a cluster closes it.
public final class EmbeddedCluster implements AutoCloseable {
  /// The database that [#jdbcUrl()] names; it exists once a cluster is open.
  public static final String DATABASE = "wayleave";

  /// How long [#close] waits; a coordinator has 15 s for its whole end.
  public static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final ClusterFiles files;
  private final DataDirectoryLock lock;
  private final Server server;
  private final String password;
  private final String version;
  private final boolean tookOver;
  private boolean stopped;

  private EmbeddedCluster(
      ClusterFiles files,
      DataDirectoryLock lock,
      Server server,
      String password,
      String version,
      boolean tookOver) {
    this.files = files;
    this.lock = lock;
    this.server = server;
    this.password = password;
    this.version = version;
    this.tookOver = tookOver;
  }

  /// Opens the cluster in a data directory: makes it if it is missing, starts it, waits until it
  /// answers.
  ///
  /// @throws ClusterException if that cannot be done; then nothing is left running
  public static EmbeddedCluster open(
      Path dataDir, ClusterSettings settings, ClusterProgress progress) throws ClusterException {
    ClusterFiles files = ClusterFiles.prepare(dataDir);
    DataDirectoryLock lock = DataDirectoryLock.take(files);
    boolean opened = false;
    try {
      EmbeddedCluster cluster = open(files, lock, settings, progress);
      opened = true;
      return cluster;
    } finally {
      if (!opened) {
        release(lock);
      }
    }
  }

  private static EmbeddedCluster open(
      ClusterFiles files,
      DataDirectoryLock lock,
      ClusterSettings settings,
      ClusterProgress progress)
      throws ClusterException {
    Bundle bundle = Bundle.forThisMachine();
    files.refuseOtherOwner();
    refuseOtherMajor(files, bundle);
    Path home = settings.binariesHome() == null ? files.data() : settings.binariesHome();
    Binaries binaries = Binaries.in(home, bundle, progress);
    Programs programs = Programs.tried(binaries);
    new ClusterCreation(files, programs, settings, progress).createIfMissing(bundle);
    String password = readPassword(files);
    Server server = new Server(files, programs, settings, progress);
    boolean tookOver = server.endLeftBehind();
    server.start();
    boolean answers = false;
    try {
      new Login(server.port(), ClusterCreation.ROLE, password, files.password())
          .ensureDatabase(DATABASE);
      if (home.equals(files.data())) {
        binaries.deleteOthersIn(home);
      }
      answers = true;
    } finally {
      if (!answers) {
        server.stop(CLOSE_LIMIT);
      }
    }
    return new EmbeddedCluster(files, lock, server, password, bundle.version(), tookOver);
  }

  public String jdbcUrl() {
    return jdbcUrl(DATABASE);
  }

  /// The address of another database in this cluster; its name is a plain identifier.
  public String jdbcUrl(String database) {
    return Login.url(server.port(), database);
  }

  public int port() {
    return server.port();
  }

  public String user() {
    return ClusterCreation.ROLE;
  }

  /// The password of [#user]; not for logs.
  public String password() {
    return password;
  }

  /// Where PostgreSQL keeps the data and its `postmaster.pid`.
  public Path directory() {
    return files.cluster();
  }

  /// The release of the bundled PostgreSQL, for example `18.4.0`.
  public String version() {
    return version;
  }

  /// True if a server that a killed process had left running was ended first.
  public boolean tookOver() {
    return tookOver;
  }

  /// Keeps `pg.log` within its bound; to be called now and then by whoever has a timer.
  public void trimLog() throws ClusterException {
    server.trimLog();
  }

  /// Ends the server within the limit and gives the data directory back. Once is enough.
  public synchronized void stop(Duration limit) throws ClusterException {
    if (stopped) {
      return;
    }
    try {
      server.stop(limit);
    } finally {
      stopped = true;
      release(lock);
    }
  }

  /// Ends the server within [#CLOSE_LIMIT].
  @Override
  public void close() throws ClusterException {
    stop(CLOSE_LIMIT);
  }

  @Override
  public String toString() {
    return "PostgreSQL %s on %s, port %d".formatted(version, files.data(), server.port());
  }

  /// Data files of one major release are unreadable to every other; only export and import help.
  private static void refuseOtherMajor(ClusterFiles files, Bundle bundle) throws ClusterException {
    if (!Files.exists(files.cluster())) {
      return;
    }
    Path file = files.cluster().resolve("PG_VERSION");
    String major;
    try {
      major = Files.readString(file, US_ASCII).strip();
    } catch (NoSuchFileException e) {
      throw new ClusterException(
          Reason.BAD_PATH,
          "%s is not a database cluster (no PG_VERSION in it): move it away or choose another data directory."
              .formatted(files.cluster()),
          e);
    } catch (IOException e) {
      throw ClusterException.of("read", file, e);
    }
    if (!major.equals(bundle.major())) {
      throw new ClusterException(
          Reason.OTHER_MAJOR,
          ("The database cluster %s was made by PostgreSQL %s and this Wayleave brings PostgreSQL"
                  + " %s: export it to a bundle with the Wayleave that made it, then import that"
                  + " into a new data directory.")
              .formatted(files.cluster(), major, bundle.major()));
    }
  }

  private static String readPassword(ClusterFiles files) throws ClusterException {
    try {
      return Files.readString(files.password(), US_ASCII).strip();
    } catch (NoSuchFileException e) {
      throw new ClusterException(
          Reason.WRONG_PASSWORD,
          "The password file %s of the database cluster is missing: put it back from a backup."
              .formatted(files.password()),
          e);
    } catch (IOException e) {
      throw ClusterException.of("read", files.password(), e);
    }
  }

  private static void release(DataDirectoryLock lock) throws ClusterException {
    try {
      lock.close();
    } catch (IOException e) {
      throw new ClusterException(
          Reason.STOP_FAILED, "The lock of the data directory could not be given back.", e);
    }
  }
}
