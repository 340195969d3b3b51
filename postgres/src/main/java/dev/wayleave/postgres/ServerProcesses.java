package dev.wayleave.postgres;

import dev.wayleave.postgres.ClusterException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The processes of PostgreSQL that work on one cluster, whoever started them.
///
/// A process counts if its program is called `postgres` and its working directory is the cluster,
/// which holds for the postmaster and all its children and for nothing else. The id in
/// `postmaster.pid` alone proves nothing: after a crash it may belong to another program. A zombie
/// has no working directory any more, so it does not count, even where nobody reaps it (a JVM that
/// is process 1 of a container).
record ServerProcesses(Path cluster, Programs programs) {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(2);

  boolean areAlive() {
    return !all().isEmpty();
  }

  /// The id of the postmaster, if it lives.
  Optional<Long> postmaster() throws IOException {
    Optional<Long> noted = notedPostmaster();
    return noted.filter(this::isOurs);
  }

  /// Removes a `postmaster.pid` that no process stands behind.
  ///
  /// PostgreSQL would refuse to start if the id in it now belonged to any other process.
  void removeStalePidFile() throws IOException {
    if (notedPostmaster().filter(this::isOurs).isEmpty()) {
      Files.deleteIfExists(pidFile());
    }
  }

  /// Ends all of them: fast, then immediately, then by killing; all within the limit.
  ///
  /// Fast rolls open transactions back and writes a checkpoint. Immediate and kill lose nothing
  /// that was committed either, but the next start has to recover.
  void stop(Duration limit) throws ClusterException {
    Deadline whole = Deadline.in(limit);
    Duration killing = min(KILL_LIMIT, limit.dividedBy(4));
    Duration asking = limit.minus(killing);
    if (signal("fast", asking.multipliedBy(3).dividedBy(4))) {
      return;
    }
    if (signal("immediate", whole.left().minus(killing))) {
      return;
    }
    all().forEach(ProcessHandle::destroyForcibly);
    if (!whole.await(() -> !areAlive())) {
      throw new ClusterException(
          Reason.STOP_FAILED,
          "PostgreSQL on %s (%s) did not end within %d s, not even when killed: look at its disk."
              .formatted(cluster, ids(), limit.toSeconds()));
    }
  }

  private boolean signal(String mode, Duration limit) throws ClusterException {
    Deadline deadline = Deadline.in(limit);
    if (!areAlive()) {
      return true;
    }
    // Without a postmaster pg_ctl complains and the children, who notice, end by themselves.
    programs.run("pg_ctl", List.of("stop", "-D", cluster.toString(), "-m", mode, "-W"), limit);
    return deadline.await(() -> !areAlive());
  }

  private String ids() {
    return "processes " + all().stream().map(p -> Long.toString(p.pid())).toList();
  }

  private List<ProcessHandle> all() {
    return ProcessHandle.allProcesses().filter(p -> isOurs(p.pid())).toList();
  }

  private boolean isOurs(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      Path program = Files.readSymbolicLink(process.resolve("exe")).getFileName();
      return program != null
          && program.toString().startsWith("postgres")
          && Files.readSymbolicLink(process.resolve("cwd")).equals(cluster);
    } catch (IOException _) {
      // It ended meanwhile, or it belongs to another user and so cannot be ours.
      return false;
    }
  }

  private Path pidFile() {
    return cluster.resolve("postmaster.pid");
  }

  /// The first line of `postmaster.pid`; one that a crash cut short is no id.
  private Optional<Long> notedPostmaster() throws IOException {
    if (!Files.exists(pidFile())) {
      return Optional.empty();
    }
    return Files.readAllLines(pidFile()).stream()
        .findFirst()
        .map(String::strip)
        .filter(line -> line.matches("\\d{1,10}"))
        .map(Long::valueOf);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
