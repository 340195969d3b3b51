package dev.wayleave.coordinator.packaged;

import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.port.FreePort;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A coordinator started from its jar.
final class CoordinatorProcess implements AutoCloseable {
  static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final String READY = "Wayleave is ready at ";

  private final Process process;
  private final Path data;
  private final Path out;
  private final Path err;

  private CoordinatorProcess(Process process, Path data, Path out, Path err) {
    this.process = process;
    this.data = data;
    this.out = out;
    this.err = err;
  }

  /// Starts one on free ports; it need not be ready yet.
  static CoordinatorProcess start(Path data, @Nullable Database database, Map<String, String> more)
      throws IOException {
    Path logs = Files.createTempDirectory(Path.of("target"), "packaged");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-jar",
            Path.of(System.getProperty("wayleave.packaged", "target/quarkus-app/quarkus-run.jar"))
                .toAbsolutePath()
                .toString());
    Map<String, String> environment = new TreeMap<>();
    environment.put("WAYLEAVE_DATA", data.toAbsolutePath().toString());
    environment.put("WAYLEAVE_LISTEN", "127.0.0.1:" + FreePort.find());
    environment.put("WAYLEAVE_METRICS_LISTEN", "127.0.0.1:" + FreePort.find());
    if (database != null) {
      environment.put("WAYLEAVE_DB_URL", database.jdbcUrl());
      environment.put("WAYLEAVE_DB_USER", database.user());
      environment.put("WAYLEAVE_DB_PASSWORD", database.password());
    }
    environment.putAll(more);
    builder.environment().keySet().removeIf(name -> name.startsWith("WAYLEAVE_"));
    builder.environment().putAll(environment);
    Path out = logs.resolve("out");
    Path err = logs.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new CoordinatorProcess(process, data, out, err);
  }

  /// Waits until it says that it is ready, and gives the address it says.
  String url() {
    return Await.value(
        "the coordinator is ready",
        START_LIMIT,
        () -> {
          Optional<String> line =
              Files.readAllLines(out).stream().filter(text -> text.startsWith(READY)).findFirst();
          if (line.isEmpty() && !process.isAlive()) {
            throw new IllegalStateException("it ended: " + errors());
          }
          return line.map(text -> text.substring(READY.length()));
        });
  }

  String key() throws IOException {
    return Files.readString(data.resolve("admin.key")).strip();
  }

  /// Everything on stderr that is not a structured log line.
  String errors() throws IOException {
    return String.join(
        "\n", Files.readAllLines(err).stream().filter(line -> !line.startsWith("{")).toList());
  }

  String everythingOnStderr() throws IOException {
    return Files.readString(err);
  }

  /// The TCP ports that the process itself listens on, in order.
  List<Integer> listeners() throws IOException {
    Set<String> sockets = new HashSet<>();
    try (DirectoryStream<Path> open =
        Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/fd"))) {
      for (Path descriptor : open) {
        sockets.add(Files.readSymbolicLink(descriptor).toString());
      }
    }
    Set<Integer> ports = new TreeSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/net/" + table))) {
        // Local address, remote address, state (0A listens) and, as tenth, the inode.
        String[] fields = line.strip().split("\\s+", -1);
        if (fields[3].equals("0A") && sockets.contains("socket:[" + fields[9] + "]")) {
          ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
        }
      }
    }
    return List.copyOf(ports);
  }

  long pid() {
    return process.pid();
  }

  /// Ends as by SIGTERM and gives how long that took.
  Duration terminate() throws InterruptedException {
    long started = System.nanoTime();
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the coordinator did not end within 30 s of SIGTERM");
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /// Ends as by `kill -9`.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the coordinator did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        terminate();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
