package dev.wayleave.importers.headscale.database;

import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Reads a database in a process that may write no file larger than a few megabytes, which is how a
/// full disk feels without one.
final class LimitedProcess {
  private LimitedProcess() {}

  /// What the process printed, its errors included.
  static String read(Path file, Path temporary) throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 8192; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LimitedProcess.class.getName(),
                file.toString(),
                temporary.toString())
            .redirectErrorStream(true)
            .start();
    try (var out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }

  /// Prints the sentence with which reading fails.
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    try {
      new HeadscaleDatabase.SqliteFile(file, Path.of(arguments[1])).read(Progress.SILENT);
      System.out.println("nothing failed");
    } catch (SourceException e) {
      System.out.println("FAILED: " + e.getMessage());
    }
  }
}
