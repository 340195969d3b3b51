package dev.wayleave.exporters.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A disk that is full in the middle of a bundle: a process of its own, under a limit on the size
/// of files.
class DiskFullTest {
  /// In blocks of 512 bytes: 16 KiB, of a bundle that takes some hundred.
  static final List<Integer> FILE_LIMIT_BLOCKS =
      Breadth.of(List.of(32), List.of(0, 1, 2, 8, 16, 32, 64, 96, 128));

  @TempDir Path folder;

  @ParameterizedTest(name = "files of up to {0} blocks")
  @FieldSource("FILE_LIMIT_BLOCKS")
  void bundleThatDoesNotFitIsToldInOneSentenceAndLeavesNothing(int blocks) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f " + blocks + " && exec \"$@\"",
                "sh",
                java.toString(),
                "-XX:-UsePerfData",
                "-cp",
                classPath,
                Write.class.getName(),
                folder.resolve("x.bundle").toString())
            .redirectErrorStream(true)
            .start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output)
          .isEqualTo(
              "FAILED The bundle does not fit into "
                  + folder
                  + " (File too large); free some space or write it elsewhere. "
                  + "What was there before is untouched.");
    } finally {
      process.destroyForcibly();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  /// Writes a bundle to the file it is given and prints why that failed.
  static final class Write {
    private Write() {}

    public static void main(String[] args) {
      BundleTarget target =
          new BundleTarget(
              Path.of(args[0]),
              new BundleOptions(null, true, false),
              InstantSource.system(),
              new SecureRandom());
      try {
        target.apply(
            target.plan(
                TailnetBuilder.seeded(1).nodes(1000).reading(),
                PlanOptions.CAREFUL,
                Progress.SILENT),
            Set.of(),
            Progress.SILENT);
        System.out.println("it fitted");
      } catch (TargetException e) {
        System.out.println(e.reason() + " " + e.getMessage());
      }
    }
  }
}
