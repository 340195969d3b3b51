package dev.wayleave.importers.headscale.database;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteConfig;

/// Another process that writes to a database all the time, as a running Headscale does. It is a
/// process of its own because SQLite's locks are between processes.
final class WriterProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final AtomicLong commits = new AtomicLong();

  private WriterProcess(Process process) {
    this.process = process;
  }

  static WriterProcess start(Path file, String journalMode) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path").replace(";", File.pathSeparator),
                WriterProcess.class.getName(),
                file.toString(),
                journalMode)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    WriterProcess writer = new WriterProcess(process);
    Thread.ofVirtual().start(writer::count);
    writer.commitsAfter(2);
    return writer;
  }

  private void count() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        commits.set(Long.parseLong(line));
      }
    } catch (IOException ended) {
      // The process was stopped.
    }
  }

  long commits() {
    return commits.get();
  }

  /// Waits until there are more commits than that.
  long commitsAfter(long before) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (commits.get() <= before) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new AssertionError("the writer made no further commit");
      }
      LockSupport.parkNanos(5_000_000);
    }
    return commits.get();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /// Writes until it is stopped, and prints the number of its commits.
  public static void main(String[] arguments) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(10_000);
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + arguments[0], config.toProperties());
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = " + arguments[1]);
      statement.execute("PRAGMA wal_autocheckpoint = 5");
      connection.setAutoCommit(false);
      for (long commit = 1; ; commit++) {
        statement.executeUpdate("INSERT INTO users(name) VALUES ('busy-" + commit + "')");
        statement.executeUpdate("INSERT INTO policies(data) VALUES ('" + "x".repeat(3000) + "')");
        connection.commit();
        System.out.println(commit);
      }
    }
  }
}
