package dev.wayleave.interop;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/// A program that is built from the module `interop/go/NAME`, once for each state of its pins.
///
/// @param main its main package: an import path, or `.` for the module's own
public record GoTool(String name, String main) {
  public static final GoTool HEADSCALE =
      new GoTool("headscale", "github.com/juanfont/headscale/cmd/headscale");

  /// Asks the reference implementation of HuJSON; a program of our own.
  public static final GoTool HUJSON = new GoTool("hujson", ".");

  /// Several times what a build with empty caches takes on two cores.
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

  /// The built program. Where it is not built and cannot be, for want of `go`, the test is skipped,
  /// and fails where `CI` is `true`.
  public Path binary() throws IOException, InterruptedException {
    Path module = Path.of(System.getProperty("wayleave.root", "..")).resolve("interop/go/" + name);
    Path folder = cache(System.getenv()).resolve(pins(module));
    Path binary = folder.resolve(name);
    if (!Files.isExecutable(binary)) {
      Path go = go().orElseThrow(this::noGo);
      Files.createDirectories(folder);
      buildAlone(go, module.toAbsolutePath().normalize(), binary);
    }
    return binary;
  }

  private static Path cache(Map<String, String> environment) {
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path root =
        caches.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(caches);
    return root.resolve("wayleave/interop").toAbsolutePath();
  }

  private static String pins(Path module) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(module.resolve("go.mod")));
      digest.update(Files.readAllBytes(module.resolve("go.sum")));
      for (Path source : sources(module)) {
        digest.update(Files.readAllBytes(source));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /// The source files that stand in the module itself.
  private static List<Path> sources(Path module) throws IOException {
    try (Stream<Path> files = Files.list(module)) {
      return files.filter(file -> file.toString().endsWith(".go")).sorted().toList();
    }
  }

  private static Optional<Path> go() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "go"))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private RuntimeException noGo() {
    String message =
        "There is no go on the path to build %s with; install Go, see CONTRIBUTING.md"
            .formatted(name);
    if ("true".equals(System.getenv("CI"))) {
      return new IllegalStateException(message);
    }
    say("\n*** SKIPPED: the tests with a real " + name + " were not run.\n*** " + message + "\n");
    return new TestAbortedException(message);
  }

  /// One build at a time, be it by another thread or another process.
  private void buildAlone(Path go, Path module, Path binary)
      throws IOException, InterruptedException {
    synchronized (GoTool.class) {
      try (FileChannel channel =
              FileChannel.open(
                  binary.resolveSibling(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        if (!Files.isExecutable(binary)) {
          Path part = binary.resolveSibling(name + ".part");
          build(go, module, part);
          Files.move(part, binary, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
  }

  private void build(Path go, Path module, Path part) throws IOException, InterruptedException {
    Path log = part.resolveSibling(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            go.toString(),
            "build",
            "-v",
            "-mod=readonly",
            "-trimpath",
            // It would be stamped with a commit of Wayleave's.
            "-buildvcs=false",
            "-o",
            part.toString(),
            main);
    builder.environment().putAll(Map.of("CGO_ENABLED", "0", "GOWORK", "off"));
    builder.directory(module.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    say("building %s from %s, which takes minutes the first time".formatted(name, module));
    long begin = System.nanoTime();
    try (Child child = Child.start(builder)) {
      while (!child.process().waitFor(BETWEEN_REPORTS.toSeconds(), TimeUnit.SECONDS)) {
        Duration passed = Duration.ofNanos(System.nanoTime() - begin);
        say(
            "building %s: %d packages after %d s"
                .formatted(name, lines(log).size(), passed.toSeconds()));
        if (passed.compareTo(LIMIT) > 0) {
          throw new IllegalStateException("building " + name + " took longer than " + LIMIT);
        }
      }
      if (child.process().exitValue() != 0) {
        List<String> said = lines(log);
        String last = String.join("\n", said.subList(Math.max(0, said.size() - 20), said.size()));
        throw new IllegalStateException("building " + name + " in " + module + " failed:\n" + last);
      }
    }
    say("built %s in %d s".formatted(name, (System.nanoTime() - begin) / 1_000_000_000));
  }

  private static List<String> lines(Path log) throws IOException {
    return Files.readAllLines(log);
  }

  private static void say(String line) {
    System.err.println(line);
  }
}
