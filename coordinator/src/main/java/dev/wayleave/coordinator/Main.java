package dev.wayleave.coordinator;

import dev.wayleave.postgres.ClusterException;
import dev.wayleave.postgres.ClusterSettings;
import dev.wayleave.postgres.EmbeddedCluster;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The coordinator as a process: the database first, then the server on it, and back.
@QuarkusMain
public final class Main {
  /// What the server may take to stop; with the database's own limit it stays within 15 s.
  private static final Duration SERVER_STOPS_WITHIN = Duration.ofSeconds(8);

  private static final Duration DATABASE_STOPS_WITHIN = Duration.ofSeconds(6);
  private static final int CONNECT_SECONDS = 10;

  private Main() {}

  public static void main(String... args) {
    int code;
    try {
      // Whether there is a console that is no terminal differs from one JDK to the next.
      boolean terminal =
          Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
      Map<String, String> environment = ConfigFile.beneath(System.getenv());
      code = run(ServerOptions.of(environment, terminal), environment, args);
    } catch (StartException e) {
      System.err.println(e.getMessage());
      code = 1;
    }
    System.exit(code);
  }

  private static int run(ServerOptions options, Map<String, String> environment, String... args)
      throws StartException {
    if (options.endsWithInput()) {
      EndOfInput.watch(System.in, System.err, () -> System.exit(0));
    }
    options.listen().tryToListen(ServerOptions.LISTEN);
    if (options.metrics() != null) {
      options.metrics().tryToListen(ServerOptions.METRICS);
    }
    makeData(options.data());
    ServerOptions.External external = options.database();
    if (external != null) {
      return serve(options, environment, external, args);
    }
    EmbeddedCluster cluster = open(options.data());
    CountDownLatch served = new CountDownLatch(1);
    // A signal ends the JVM through its hooks, all at once: the database waits for the server.
    Thread hook = new Thread(() -> stopAfter(served, cluster), "stop-database");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return serve(
          options,
          environment,
          new ServerOptions.External(cluster.jdbcUrl(), cluster.user(), cluster.password()),
          args);
    } finally {
      served.countDown();
    }
  }

  private static int serve(
      ServerOptions options,
      Map<String, String> environment,
      ServerOptions.External database,
      String... args)
      throws StartException {
    check(database);
    set("quarkus.datasource.jdbc.url", database.jdbcUrl());
    set("quarkus.datasource.username", database.user());
    set("quarkus.datasource.password", database.password());
    Listener.properties(options).forEach(Main::set);
    setMetrics(options.metrics());
    Listener.settings(environment).forEach(Main::set);
    set("wayleave.data", options.data().toString());
    if (options.serverUrl() != null) {
      set("wayleave.server-url", options.serverUrl());
    }
    set("wayleave.log.json", Boolean.toString(options.jsonLogs()));
    int[] exit = {0};
    Quarkus.run(
        Server.class,
        (code, failure) -> {
          if (failure != null) {
            System.err.println(StartFailure.sentence(failure));
          }
          exit[0] = failure == null ? code : 1;
        },
        args);
    return exit[0];
  }

  private static void setMetrics(@Nullable HostPort metrics) {
    if (metrics == null) {
      set("quarkus.management.host-enabled", "false");
    } else {
      set("quarkus.management.host", metrics.host());
      set("quarkus.management.port", Integer.toString(metrics.port()));
    }
  }

  private static void set(String name, String value) {
    System.setProperty(name, value);
  }

  private static void makeData(Path data) throws StartException {
    try {
      if (!Files.isDirectory(data)) {
        Files.createDirectories(
            data,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new StartException(
          "The data directory "
              + data
              + " cannot be made ("
              + e.getMessage()
              + "); set WAYLEAVE_DATA to one that can.",
          e);
    }
  }

  private static EmbeddedCluster open(Path data) throws StartException {
    try {
      return EmbeddedCluster.open(
          data,
          ClusterSettings.durable(new SecureRandom()),
          (what, done, total) -> {
            if (done == 0) {
              System.err.println("Wayleave is " + what);
            }
          });
    } catch (ClusterException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Finds out before the server starts whether the database lets us in.
  private static void check(ServerOptions.External database) throws StartException {
    DriverManager.setLoginTimeout(CONNECT_SECONDS);
    try (Connection connection =
        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
      connection.isValid(CONNECT_SECONDS);
    } catch (SQLException e) {
      throw new StartException(
          "The database "
              + database
              + " cannot be opened as \""
              + database.user()
              + "\" ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "); see to WAYLEAVE_DB_URL, WAYLEAVE_DB_USER and WAYLEAVE_DB_PASSWORD.",
          e);
    }
  }

  private static void stopAfter(CountDownLatch served, EmbeddedCluster cluster) {
    try {
      if (!served.await(SERVER_STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("The server takes long to stop; its database is stopped now.");
      }
      cluster.stop(DATABASE_STOPS_WITHIN);
    } catch (ClusterException e) {
      System.err.println(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
