package dev.wayleave.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wayleave.postgres.ClusterException.Reason;
import dev.wayleave.postgres.Programs.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The server on a complete cluster: start it, end it, keep its log short.
final class Server {
  private static final int ATTEMPTS = 5;
  private static final long MAX_LOG_BYTES = 8 << 20;
  private static final int LOG_TAIL_BYTES = 8 << 10;

  private final ClusterFiles files;
  private final Programs programs;
  private final ServerProcesses processes;
  private final ClusterSettings settings;
  private final ClusterProgress progress;
  private int port;

  Server(
      ClusterFiles files, Programs programs, ClusterSettings settings, ClusterProgress progress) {
    this.files = files;
    this.programs = programs;
    this.processes = new ServerProcesses(files.cluster(), programs);
    this.settings = settings;
    this.progress = progress;
  }

  int port() {
    return port;
  }

  /// Ends a server that a killed process left, and answers whether there was one.
  boolean endLeftBehind() throws ClusterException {
    boolean alive = processes.areAlive();
    if (alive) {
      progress.at("ending the PostgreSQL that a killed process left behind", 0, 1);
      processes.stop(EmbeddedCluster.CLOSE_LIMIT);
      progress.at("ending the PostgreSQL that a killed process left behind", 1, 1);
    }
    try {
      processes.removeStalePidFile();
    } catch (IOException e) {
      throw ClusterException.of("clear the traces of a crash in", files.cluster(), e);
    }
    return alive;
  }

  /// Starts the server and waits until it accepts connections, recovery included.
  void start() throws ClusterException {
    trimLog();
    progress.at("starting PostgreSQL", 0, 1);
    Deadline deadline = Deadline.in(settings.startLimit());
    for (int attempt = 1; ; attempt++) {
      long logged = logSize();
      port = freePort();
      Outcome outcome = startOnce(deadline.left());
      if (outcome.succeeded()) {
        progress.at("starting PostgreSQL", 1, 1);
        return;
      }
      String log = logSince(logged);
      boolean running = processes.areAlive();
      processes.stop(EmbeddedCluster.CLOSE_LIMIT);
      if (attempt == ATTEMPTS || !isWorthAnotherAttempt(log)) {
        throw failure(outcome, log, running);
      }
    }
  }

  /// Someone may take the port between our look and PostgreSQL's; and a start that a process began
  /// just before it was killed may come through while ours runs.
  private static boolean isWorthAnotherAttempt(String log) {
    return log.contains("Address already in use")
        || log.contains("lock file \"postmaster.pid\" already exists");
  }

  void stop(Duration limit) throws ClusterException {
    processes.stop(limit);
    trimLog();
  }

  /// Moves the log's content away once it is long.
  ///
  /// The server keeps its descriptor, which appends, so the file is copied and cut, not renamed.
  /// What it writes between the two is lost, a line at most. A collector process of PostgreSQL
  /// would bound the number of files only, not their size.
  void trimLog() throws ClusterException {
    try {
      if (logSize() > MAX_LOG_BYTES) {
        Files.copy(files.log(), files.oldLog(), StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel log = FileChannel.open(files.log(), StandardOpenOption.WRITE)) {
          log.truncate(0);
        }
      }
    } catch (IOException e) {
      throw ClusterException.of("shorten", files.log(), e);
    }
  }

  private Outcome startOnce(Duration limit) throws ClusterException {
    List<String> arguments =
        List.of(
            "start",
            "--pgdata=" + files.cluster(),
            "--log=" + files.log(),
            "--wait",
            "--timeout=" + Math.max(1, limit.toSeconds()),
            "--options=" + String.join(" ", options()));
    return programs.run("pg_ctl", arguments, limit.plusSeconds(5));
  }

  /// Options that a changed `postgresql.conf` must not undo; pg_ctl hands them to a shell, so none
  /// may hold anything but plain characters.
  private List<String> options() {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-c listen_addresses=127.0.0.1",
                "-c port=" + port,
                "-c unix_socket_directories=",
                "-c password_encryption=scram-sha-256",
                "-c logging_collector=off",
                "-c log_destination=stderr"));
    if (settings.durable()) {
      options.add("-c fsync=on");
    } else {
      options.addAll(List.of("-c fsync=off", "-c full_page_writes=off"));
    }
    return options;
  }

  private ClusterException failure(Outcome outcome, String log, boolean running) {
    if (ClusterException.isDiskFull(log) || ClusterException.isDiskFull(outcome.output())) {
      return ClusterException.diskFull(files.data(), null);
    }
    if (running) {
      return new ClusterException(
          Reason.START_FAILED,
          "PostgreSQL on %s was not ready within %d s: see %s, and start again with more patience."
              .formatted(files.cluster(), settings.startLimit().toSeconds(), files.log()));
    }
    String complaint =
        new Outcome(outcome.exit(), log.isBlank() ? outcome.output() : log).complaint();
    return new ClusterException(
        Reason.START_FAILED,
        "PostgreSQL on %s did not start (%s): see %s."
            .formatted(files.cluster(), complaint, files.log()));
  }

  private long logSize() throws ClusterException {
    try {
      return Files.exists(files.log()) ? Files.size(files.log()) : 0;
    } catch (IOException e) {
      throw ClusterException.of("read", files.log(), e);
    }
  }

  private String logSince(long offset) throws ClusterException {
    if (!Files.exists(files.log())) {
      return "";
    }
    try (FileChannel log = FileChannel.open(files.log(), StandardOpenOption.READ)) {
      long from = Math.max(offset, log.size() - LOG_TAIL_BYTES);
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, log.size() - from));
      log.read(buffer, from);
      return new String(buffer.array(), 0, buffer.position(), UTF_8);
    } catch (IOException e) {
      throw ClusterException.of("read", files.log(), e);
    }
  }

  private int freePort() throws ClusterException {
    try (ServerSocket socket =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new ClusterException(
          Reason.START_FAILED,
          "No port is free on 127.0.0.1 (%s): close some connections and start again."
              .formatted(e.getMessage()),
          e);
    }
  }
}
