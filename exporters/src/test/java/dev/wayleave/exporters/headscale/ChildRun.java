package dev.wayleave.exporters.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Runs a main class in a process of its own, to which limits apply that do not apply to the tests.
///
/// @param prefix what comes before `java`
public record ChildRun(List<String> prefix) {
  private static final long MOST_SECONDS = 120;

  public ChildRun {
    prefix = List.copyOf(prefix);
  }

  /// A process to which the modes of files apply. Root's does so in a user namespace without a
  /// mapping of ids: for the kernel it is still root, who owns the files, without root's rights.
  static ChildRun underModes() {
    boolean root = System.getProperty("user.name").equals("root");
    return new ChildRun(root ? needed(List.of("unshare", "--user")) : List.of());
  }

  /// A process for which a folder lies on a file system that is read-only.
  static ChildRun readOnly(Path folder) {
    return mounted(
        "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"", folder);
  }

  /// A process for which a folder is a disk of so many MiB.
  static ChildRun onDisk(Path folder, int mebibytes) {
    return mounted("mount -t tmpfs -o size=" + mebibytes + "m tmpfs \"$0\" && exec \"$@\"", folder);
  }

  /// A process that may write no file larger than this.
  static ChildRun withFilesUpTo(int mebibytes) {
    return new ChildRun(
        List.of("sh", "-c", "ulimit -f " + mebibytes * 2048 + " && exec \"$@\"", "sh"));
  }

  private static ChildRun mounted(String script, Path folder) {
    List<String> prefix = new ArrayList<>(needed(List.of("unshare", "--map-root-user", "--mount")));
    prefix.addAll(List.of("sh", "-c", script, folder.toString()));
    return new ChildRun(prefix);
  }

  /// What cannot be had in some containers: there the test is skipped aloud, and fails where `CI`
  /// is `true`.
  private static List<String> needed(List<String> namespace) {
    List<String> trial = new ArrayList<>(namespace);
    trial.add("true");
    try {
      boolean works = new ProcessBuilder(trial).inheritIO().start().waitFor() == 0;
      if ("true".equals(System.getenv("CI"))) {
        assertThat(works).as(String.join(" ", trial)).isTrue();
      }
      Assumptions.assumeTrue(works, "namespaces are not permitted here: " + namespace);
      return namespace;
    } catch (IOException e) {
      throw new AssertionError("unshare of util-linux is missing", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// What it printed, line by line.
  public List<String> lines(Class<?> main, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-Dwayleave.root=" + System.getProperty("wayleave.root", ""),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            main.getName()));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(printed).isZero();
      return printed.lines().toList();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
