package dev.wayleave.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A temporary data directory for a test, the shared binaries, and proof that nothing lives on.
abstract class ClusterRoom {
  static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

  @TempDir Path temporary;
  Path data;

  @BeforeEach
  void nameDataDirectory() {
    data = temporary.resolve("data");
  }

  @AfterEach
  void leavesNoServerBehind() throws Exception {
    if (Files.exists(data)) {
      ServerProcesses left = processes();
      boolean alive = left.areAlive();
      left.stop(Duration.ofSeconds(5));
      if (alive) {
        throw new AssertionError("a server was left running on " + data);
      }
    }
  }

  /// Fills the data directory with a cluster that was made and closed, copied since that is
  /// quicker.
  void useClosedCluster() throws Exception {
    copyTree(Closed.CLUSTER, data);
  }

  static void copyTree(Path source, Path target) throws IOException {
    try (Stream<Path> tree = Files.walk(source)) {
      for (Path from : tree.toList()) {
        Files.copy(
            from,
            target.resolve(source.relativize(from).toString()),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /// Made when first asked for, once per run.
  private static final class Closed {
    static final Path CLUSTER = make();

    private static Path make() {
      Path data = Path.of("target", "closed-cluster").toAbsolutePath();
      try {
        ClusterFiles.deleteTree(data);
        ClusterSettings settings = ClusterSettings.disposable(new SecureRandom(), BINARIES);
        EmbeddedCluster.open(data, settings, ClusterProgress.SILENT).close();
        return data;
      } catch (IOException | ClusterException e) {
        throw new AssertionError("no cluster to copy", e);
      }
    }
  }

  static ClusterSettings settings() {
    return ClusterSettings.disposable(new SecureRandom(), BINARIES);
  }

  EmbeddedCluster open() throws ClusterException {
    return EmbeddedCluster.open(data, settings(), ClusterProgress.SILENT);
  }

  ServerProcesses processes() throws IOException {
    return processes(data);
  }

  static ServerProcesses processes(Path data) throws IOException {
    return new ServerProcesses(data.toRealPath().resolve("pg"), Tried.PROGRAMS);
  }

  /// Unpacked and tried when first asked for, once per run.
  private static final class Tried {
    static final Programs PROGRAMS = tried();

    private static Programs tried() {
      try {
        Bundle bundle = Bundle.forThisMachine();
        return Programs.tried(Binaries.in(BINARIES, bundle, ClusterProgress.SILENT));
      } catch (ClusterException e) {
        throw new AssertionError("no programs to test with", e);
      }
    }
  }
}
