package dev.wayleave.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Another JVM that runs [ClusterHolder]; it is killed, with its server, when this is closed.
record ChildJvm(Process process, BufferedReader output) implements AutoCloseable {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final long LIMIT_SECONDS = 30;

  /// Runs a command as the user nobody.
  static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  /// Skips a test, loudly, where another user cannot be had.
  static void assumeOtherUser() throws Exception {
    boolean works;
    try {
      List<String> command = new ArrayList<>(AS_NOBODY);
      command.addAll(List.of(JAVA, "--version"));
      works = new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException _) {
      works = false;
    }
    if (!works) {
      System.err.println("SKIPPED: only root with setpriv can run PostgreSQL as another user");
    }
    Assumptions.assumeTrue(works, "only root with setpriv can run PostgreSQL as another user");
  }

  /// Starts the holder.
  ///
  /// @param prefix what comes before `java`, for example a change of user
  static ChildJvm start(List<String> prefix, String classPath, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(JAVA);
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.add(ClusterHolder.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    return new ChildJvm(process, process.inputReader(UTF_8));
  }

  static ChildJvm start(Path data, Path binaries) throws IOException {
    return start(
        List.of(),
        System.getProperty("java.class.path"),
        List.of(data.toString(), binaries.toString()));
  }

  /// The holder's next line; its end if it has none within the limit.
  String line() throws IOException {
    Thread watchdog =
        Thread.ofVirtual()
            .start(() -> {
              try {
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException _) {
                // The line came in time.
              }
            });
    try {
      String line = output.readLine();
      return line == null ? "ended without a word" : line;
    } finally {
      watchdog.interrupt();
    }
  }

  /// Ends the holder as Ctrl-D would and waits until it has closed its cluster.
  void finish() throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the holder did not end");
    }
  }

  void kill() {
    process.destroyForcibly().onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  /// Copies what a class path names to where every user may read it.
  static String readableClassPath(Path target) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      Path source = Path.of(entry);
      Path copy = target.resolve(copies.size() + "-" + source.getFileName());
      if (!Files.isDirectory(source)) {
        Files.copy(source, copy);
      } else {
        try (var files = Files.walk(source)) {
          for (Path file : files.toList()) {
            Files.copy(file, copy.resolve(source.relativize(file).toString()));
          }
        }
      }
      copies.add(copy.toString());
    }
    return String.join(":", copies);
  }

  @Override
  public void close() {
    kill();
  }
}
