package dev.wayleave.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wayleave.postgres.ClusterException.Reason;
import dev.wayleave.postgres.Programs.Outcome;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Makes a cluster, once.
///
/// initdb works in `pg-new-SUFFIX`, and only a complete cluster is renamed to `pg`. So whatever is
/// called `pg` was complete once and is never deleted; whatever is called `pg-new-…` never was, and
/// goes. (A marker inside `pg` would say the same, but a mistake with it would delete data.)
record ClusterCreation(
    ClusterFiles files, Programs programs, ClusterSettings settings, ClusterProgress progress) {
  static final String ROLE = "wayleave";

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String UNFINISHED = "pg-new-";

  /// Defaults for a small server beside a JVM, in `postgresql.conf`, where a person may change
  /// them. Parallel queries are off since their shared memory lies in /dev/shm, which containers
  /// limit to 64 MB; log lines leave out statements, which may hold secrets.
  private static final List<String> CONFIGURATION =
      List.of(
          "max_connections=50",
          "shared_buffers=64MB",
          "max_wal_size=256MB",
          "max_parallel_workers_per_gather=0",
          "log_min_error_statement=panic",
          "log_checkpoints=off",
          "lc_messages=C",
          "timezone=UTC",
          "log_timezone=UTC");

  void createIfMissing(Bundle bundle) throws ClusterException {
    try {
      deleteUnfinished();
      if (Files.exists(files.cluster())) {
        return;
      }
      progress.at("creating the database cluster", 0, 1);
      writePassword(settings.random());
      Path unfinished = Files.createTempDirectory(files.data(), UNFINISHED);
      try {
        initialise(unfinished, bundle);
        Files.move(unfinished, files.cluster(), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        ClusterFiles.deleteTree(unfinished);
      }
      ClusterFiles.sync(files.data());
      progress.at("creating the database cluster", 1, 1);
    } catch (IOException e) {
      throw ClusterException.of("create a database cluster in", files.data(), e);
    }
  }

  private void initialise(Path unfinished, Bundle bundle) throws ClusterException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--pgdata=" + unfinished,
                "--username=" + ROLE,
                "--auth=scram-sha-256",
                "--pwfile=" + files.password(),
                "--encoding=UTF8",
                "--locale=C",
                // Part of PostgreSQL itself: sorting does not change with the system's libraries.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"));
    if (!settings.durable()) {
      arguments.add("--no-sync");
    }
    CONFIGURATION.forEach(setting -> arguments.add("--set=" + setting));
    Outcome outcome = programs.run("initdb", arguments, LIMIT);
    if (outcome.succeeded()) {
      return;
    }
    if (ClusterException.isDiskFull(outcome.output())) {
      throw ClusterException.diskFull(files.data(), null);
    }
    throw new ClusterException(
        Reason.START_FAILED,
        "PostgreSQL %s could not create a database cluster in %s (%s): repair that and start again."
            .formatted(bundle.version(), files.data(), outcome.complaint()));
  }

  /// The password is written before the cluster, so that no cluster exists whose password is lost;
  /// one left by a creation that failed is replaced.
  private void writePassword(SecureRandom random) throws IOException {
    byte[] secret = new byte[24];
    random.nextBytes(secret);
    Files.deleteIfExists(files.password());
    Files.createFile(
        files.password(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        files.password(),
        HexFormat.of().formatHex(secret) + "\n",
        US_ASCII,
        StandardOpenOption.WRITE);
    ClusterFiles.sync(files.password());
  }

  /// An initdb that outlived its coordinator may still be writing there; then the rest goes with
  /// the next start, since it cannot hurt the new cluster under its own name.
  private void deleteUnfinished() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(files.data(), UNFINISHED + "*")) {
      for (Path unfinished : found) {
        try {
          ClusterFiles.deleteTree(unfinished);
        } catch (IOException _) {
          progress.at("leaving " + unfinished.getFileName() + " for the next start", 0, -1);
        }
      }
    }
  }
}
