package dev.wayleave.testkit.database;

import dev.wayleave.postgres.ClusterException;
import dev.wayleave.postgres.ClusterException.Reason;
import dev.wayleave.postgres.ClusterProgress;
import dev.wayleave.postgres.ClusterSettings;
import dev.wayleave.postgres.EmbeddedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The one PostgreSQL that all tests of a module run share.
///
/// It lies in the module's `target`, is reopened by the next run (0.2 s instead of 2 s) after all
/// databases that a run left are dropped, and ends with the JVM, also with one that is killed. The
/// binaries are unpacked once for all modules.
public final class SharedCluster {
  private static final int MOST_JVMS_AT_ONCE = 16;
  private static final List<String> PERMANENT =
      List.of("postgres", "template0", "template1", EmbeddedCluster.DATABASE);

  private final EmbeddedCluster cluster;

  private SharedCluster(EmbeddedCluster cluster) {
    this.cluster = cluster;
  }

  /// The cluster, started when first asked for.
  public static SharedCluster get() {
    return Holder.STARTED;
  }

  public String user() {
    return cluster.user();
  }

  public String password() {
    return cluster.password();
  }

  /// A database of the given name; it need not exist yet.
  public Database database(String name) {
    return new Database(name, cluster.jdbcUrl(name), cluster.user(), cluster.password());
  }

  /// Runs a statement outside of any test's database, such as one that creates a database.
  void administer(String statement) {
    try (Connection connection = database("postgres").connect();
        Statement running = connection.createStatement()) {
      running.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError("failed: " + statement, e);
    }
  }

  private void dropLeftOvers() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = database("postgres").connect();
        Statement running = connection.createStatement();
        ResultSet result = running.executeQuery("SELECT datname FROM pg_database")) {
      while (result.next()) {
        names.add(result.getString(1));
      }
    }
    names.removeAll(PERMANENT);
    for (String name : names) {
      administer("DROP DATABASE \"%s\" WITH (FORCE)".formatted(name));
    }
  }

  private static SharedCluster start() {
    try {
      EmbeddedCluster cluster = open(Path.of("target").toAbsolutePath());
      leash(cluster);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster), "stop-test-postgres"));
      SharedCluster shared = new SharedCluster(cluster);
      shared.dropLeftOvers();
      return shared;
    } catch (ClusterException | SQLException e) {
      throw new AssertionError("No PostgreSQL for tests: " + e.getMessage(), e);
    }
  }

  /// Ends the server when this JVM ends in a way that runs no hooks.
  ///
  /// A shell reads from a pipe of which only this JVM holds the other end. After an orderly end the
  /// file with the process id is gone and the signal goes nowhere.
  private static void leash(EmbeddedCluster cluster) {
    String script = "trap '' INT TERM HUP; read _; kill -INT $(head -n 1 \"$1\")";
    Path pidFile = cluster.directory().resolve("postmaster.pid");
    try {
      new ProcessBuilder("sh", "-c", script, "leash", pidFile.toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      System.err.println("A killed test run will leave its PostgreSQL to the next run: " + e);
    }
  }

  /// Takes the first directory that no other test JVM of this module uses.
  private static EmbeddedCluster open(Path target) throws ClusterException {
    ClusterSettings settings = ClusterSettings.disposable(new SecureRandom(), binaries(target));
    for (int number = 1; ; number++) {
      try {
        Path directory = target.resolve("test-postgres-" + number);
        return EmbeddedCluster.open(directory, settings, ClusterProgress.SILENT);
      } catch (ClusterException e) {
        if (e.reason() != Reason.IN_USE || number == MOST_JVMS_AT_ONCE) {
          throw e;
        }
      }
    }
  }

  /// The build says where the project begins; a test started by an IDE unpacks for its module.
  private static Path binaries(Path target) {
    Path root = Path.of(System.getProperty("wayleave.root", "")).toAbsolutePath();
    return Files.exists(root.resolve("mvnw")) ? root.resolve("target") : target;
  }

  private static void stop(EmbeddedCluster cluster) {
    try {
      cluster.close();
    } catch (ClusterException e) {
      System.err.println(e.getMessage());
    }
  }

  private static final class Holder {
    static final SharedCluster STARTED = start();
  }
}
