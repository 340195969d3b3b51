package dev.wayleave.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wayleave.postgres.ClusterException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs PostgreSQL's programs, as this user or, for root, as nobody in particular.
///
/// PostgreSQL refuses to run as root. `unshare --user` without a mapping of ids gives a process
/// whose user is the overflow id (65534) in its own eyes, so that PostgreSQL starts, while for the
/// kernel it is still root without any of root's capabilities: it owns root's files and may do
/// nothing else. No second user and no change of owner is needed. Directories on the way that
/// belong to others and are closed to root's plain id stop it, and so do containers that forbid
/// user namespaces; both are told apart below.
///
/// @param prefix what comes before each program
record Programs(Binaries binaries, List<String> prefix) {
  private static final Duration TRIAL_LIMIT = Duration.ofSeconds(20);
  private static final int MAX_OUTPUT = 1 << 16;

  /// How a program ended and what it said.
  record Outcome(int exit, String output) {
    boolean succeeded() {
      return exit == 0;
    }

    /// The line that tells most: the last one that names an error, or the last one.
    String complaint() {
      List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      return lines.stream()
          .filter(l -> l.contains("error:") || l.contains("FATAL") || l.contains("PANIC"))
          .reduce((a, b) -> b)
          .or(() -> lines.stream().reduce((a, b) -> b))
          .map(line -> line.replaceFirst("^.*(FATAL|PANIC): +", ""))
          .orElse("it exited with " + exit);
    }
  }

  /// Answers programs that were seen to run here.
  static Programs tried(Binaries binaries) throws ClusterException {
    Programs programs = new Programs(binaries, isRoot() ? List.of("unshare", "--user") : List.of());
    if (isRoot()) {
      tryNamespace();
    }
    Outcome trial = programs.run("postgres", List.of("--version"), TRIAL_LIMIT);
    if (trial.succeeded()) {
      return programs;
    }
    if (trial.output().contains("Permission denied")) {
      throw new ClusterException(
          Reason.NO_ACCESS,
          ("PostgreSQL cannot be run from %s: the file system is mounted noexec, or a directory on"
                  + " the way is closed to this user (for root: belongs to someone else); choose"
                  + " another data directory or run as its owner.")
              .formatted(binaries.home()));
    }
    throw Bundle.unsupported(trial.complaint(), null);
  }

  Outcome run(String program, List<String> arguments, Duration limit) throws ClusterException {
    List<String> command = new ArrayList<>(prefix);
    command.add(binaries.program(program).toString());
    command.addAll(arguments);
    try {
      return run(command, limit);
    } catch (IOException e) {
      throw Bundle.unsupported("%s: %s".formatted(program, e.getMessage()), e);
    }
  }

  private static void tryNamespace() throws ClusterException {
    String why;
    try {
      Outcome trial = run(List.of("unshare", "--user", "true"), TRIAL_LIMIT);
      if (trial.succeeded()) {
        return;
      }
      why = trial.complaint();
    } catch (IOException e) {
      why = "the program unshare of util-linux is missing";
    }
    throw new ClusterException(
        Reason.UNSUPPORTED_PLATFORM,
        ("PostgreSQL refuses to run as root, and a user namespace for it cannot be had here (%s):"
                + " run Wayleave as a normal user, or set WAYLEAVE_DB_URL to a PostgreSQL server.")
            .formatted(why));
  }

  private static Outcome run(List<String> command, Duration limit) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(Path.of("/").toFile());
    cleanEnvironment(builder.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    StringBuilder output = new StringBuilder();
    Thread reader = Thread.ofVirtual().start(() -> read(process.getInputStream(), output));
    Deadline deadline = Deadline.in(limit);
    if (!deadline.await(() -> !process.isAlive())) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      return new Outcome(-1, "it did not end within " + limit.toSeconds() + " s");
    }
    join(reader);
    synchronized (output) {
      return new Outcome(process.exitValue(), output.toString());
    }
  }

  /// Variables such as PGPORT, PGDATA or LC_MESSAGES would change what the programs do and say.
  private static void cleanEnvironment(Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", path);
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
  }

  private static void read(InputStream stream, StringBuilder output) {
    byte[] buffer = new byte[4096];
    try {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        synchronized (output) {
          if (output.length() < MAX_OUTPUT) {
            output.append(new String(buffer, 0, n, UTF_8));
          }
        }
      }
    } catch (IOException _) {
      // The program was killed and its pipe closed; what it said so far is kept.
    }
  }

  private static void join(Thread reader) {
    try {
      reader.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }
}
