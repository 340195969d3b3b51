package dev.wayleave.endtoend;

import dev.wayleave.testkit.port.FreePort;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A folder in which a test runs processes; at its end neither is left, whatever happened.
final class Room implements AutoCloseable {
  /// Where the build left what people run.
  static final Path ROOT =
      Path.of(System.getProperty("wayleave.root", "..")).toAbsolutePath().normalize();

  static final Path SERVER_JAR = ROOT.resolve("coordinator/target/quarkus-app/quarkus-run.jar");
  static final Path CLIENT_JAR = ROOT.resolve("cli/target/wayleave-cli.jar");
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final Path folder;
  private final List<Running> started = new ArrayList<>();
  private final List<Callable<?>> lastly = new ArrayList<>();
  private final AtomicInteger number = new AtomicInteger();
  private final Thread hook = new Thread(this::clear, "end-room");

  Room() {
    try {
      Path rooms = Files.createDirectories(Path.of("target", "rooms").toAbsolutePath());
      folder = Files.createTempDirectory(rooms, "room-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Path folder() {
    return folder;
  }

  /// Starts a process with no `WAYLEAVE_…` variables but these.
  Running start(Path directory, Map<String, String> environment, List<String> command)
      throws IOException {
    int index = number.incrementAndGet();
    Path out = folder.resolve("out-" + index);
    Path err = folder.resolve("err-" + index);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("WAYLEAVE_"));
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    Running running = new Running(process, out, err);
    synchronized (started) {
      started.add(running);
    }
    return running;
  }

  static int freePort() {
    return FreePort.find();
  }

  /// The PostgreSQL servers that run on data below a folder. A zombie has no working directory and
  /// does not count.
  static List<ProcessHandle> databasesBelow(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> workingDirectory(process).filter(d -> d.startsWith(folder)).isPresent())
        .filter(Room::isPostgres)
        .toList();
  }

  private static boolean isPostgres(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/comm")).startsWith("postgres");
    } catch (IOException gone) {
      return false;
    }
  }

  private static Optional<Path> workingDirectory(ProcessHandle process) {
    try {
      return Optional.of(Path.of("/proc/" + process.pid() + "/cwd").toRealPath());
    } catch (IOException goneOrForeign) {
      return Optional.empty();
    }
  }

  private void endProcesses() {
    List<Running> left;
    synchronized (started) {
      left = List.copyOf(started);
    }
    for (Running running : left) {
      running.process().descendants().forEach(ProcessHandle::destroyForcibly);
      running.process().destroyForcibly();
    }
    databasesBelow(folder).forEach(ProcessHandle::destroyForcibly);
  }

  /// What is done when all processes have ended and before the folder goes, such as an unmount.
  void atEnd(Callable<?> work) {
    lastly.add(work);
  }

  private void clear() {
    endProcesses();
    Await.until("the databases ended", () -> databasesBelow(folder).isEmpty());
    try {
      for (Callable<?> work : lastly) {
        work.call();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException("clearing " + folder, e);
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    clear();
  }
}
