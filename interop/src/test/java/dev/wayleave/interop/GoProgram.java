package dev.wayleave.interop;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program that is built from the module `interop/go/MODULE`, once for each state of its pins.
///
/// It is told from [GoTool] because the build starts it from its source, before there are any
/// libraries: this file and [Child] need the JDK alone.
///
/// @param main its main package: an import path, or `.` for the module's own
/// @param tags Go's build tags
record GoProgram(String module, String name, String main, List<String> tags) {
  static final GoProgram TAILSCALED =
      // The second tag lets a client be told to speak to relays by WebSocket, as browsers do.
      tailscaled("tailscale", List.of("ts_include_cli", "ts_debug_websockets"));

  static final GoProgram TAILSCALED_1_80 = tailscaled("tailscale-1.80", List.of("ts_include_cli"));

  static final GoProgram DERPER =
      new GoProgram("tailscale", "derper", "tailscale.com/cmd/derper", List.of());

  static final GoProgram HEADSCALE = headscale("headscale");

  static final GoProgram HEADSCALE_0_28 = headscale("headscale-0.28");

  static final GoProgram HEADSCALE_0_27 = headscale("headscale-0.27");

  static final GoProgram HEADSCALE_0_26 = headscale("headscale-0.26");

  static final GoProgram HUJSON = new GoProgram("hujson", "hujson", ".", List.of());

  static final GoProgram URL = new GoProgram("url", "url", ".", List.of());

  static final GoProgram HCL = new GoProgram("hcl", "hcl", ".", List.of());

  static final GoProgram HELM = new GoProgram("helm", "helm", ".", List.of());

  static final GoProgram LOCK = new GoProgram("lock", "lock", ".", List.of());

  static final GoProgram PEBBLE =
      new GoProgram("pebble", "pebble", "github.com/letsencrypt/pebble/v2/cmd/pebble", List.of());

  /// Several times what a build with empty caches takes on two cores.
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(30);

  /// Builds all that is not built yet, in the order in which the tests ask for it. The build of
  /// Wayleave starts this beside its first modules, and a test that needs a program waits for it.
  public static void main(String... args) throws IOException, InterruptedException {
    List<GoProgram> wanted =
        new ArrayList<>(
            List.of(
                HUJSON, URL, HCL, LOCK, PEBBLE, HEADSCALE, TAILSCALED, TAILSCALED_1_80, DERPER));
    if (Boolean.getBoolean("wayleave.exhaustive")) {
      wanted.addAll(List.of(HELM, HEADSCALE_0_28, HEADSCALE_0_27, HEADSCALE_0_26));
    }
    for (GoProgram program : wanted) {
      if (program.built(Path.of(args[0])).isEmpty()) {
        return;
      }
    }
  }

  private static GoProgram headscale(String module) {
    String main = "github.com/juanfont/headscale/cmd/headscale";
    return new GoProgram(module, "headscale", main, List.of());
  }

  /// One binary that is the daemon, and under the name `tailscale` its command, which saves half
  /// the building.
  private static GoProgram tailscaled(String module, List<String> tags) {
    return new GoProgram(module, "tailscaled", "tailscale.com/cmd/tailscaled", tags);
  }

  /// The program, built if it was not; nothing where there is no `go` to build it with.
  Optional<Path> built(Path root) throws IOException, InterruptedException {
    Path folder = root.resolve("interop/go/" + module);
    Path cache = cache(System.getenv());
    Path binary = cache.resolve(pins(folder)).resolve(name);
    if (!Files.isExecutable(binary)) {
      Optional<Path> go = go();
      if (go.isEmpty()) {
        return Optional.empty();
      }
      Files.createDirectories(binary.resolveSibling("."));
      buildAlone(go.get(), folder.toAbsolutePath().normalize(), binary, cache.resolve("lock"));
    }
    return Optional.of(binary);
  }

  /// Where the sources of a module of its pins are, which are fetched if they are not there;
  /// nothing where there is no `go`.
  Optional<Path> moduleFolder(Path root, String name) throws IOException, InterruptedException {
    Optional<Path> go = go();
    if (go.isEmpty()) {
      return Optional.empty();
    }
    Path folder = root.resolve("interop/go/" + module);
    Object _ = said(folder, go.get().toString(), "mod", "download", name);
    String place = said(folder, go.get().toString(), "list", "-m", "-f", "{{.Dir}}", name);
    return Optional.of(Path.of(place.strip()));
  }

  private static String said(Path folder, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("GOWORK", "off");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try (Child child = Child.start(builder)) {
      byte[] said = child.process().getInputStream().readAllBytes();
      if (child.process().waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed");
      }
      return new String(said, StandardCharsets.UTF_8);
    }
  }

  private static Path cache(Map<String, String> environment) {
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path root =
        caches.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(caches);
    return root.resolve("wayleave/interop").toAbsolutePath();
  }

  private String pins(Path folder) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(folder.resolve("go.mod")));
      digest.update(Files.readAllBytes(folder.resolve("go.sum")));
      for (Path source : sources(folder)) {
        digest.update(Files.readAllBytes(source));
      }
      digest.update(String.join(",", tags).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /// The source files that stand in the module itself.
  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
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

  /// One build at a time, be it by another thread or another process: each takes all processors.
  private void buildAlone(Path go, Path folder, Path binary, Path lock)
      throws IOException, InterruptedException {
    synchronized (GoProgram.class) {
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = patiently(channel)) {
        if (!Files.isExecutable(binary)) {
          Path part = binary.resolveSibling(name + ".part");
          build(go, folder, part);
          Files.move(part, binary, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
  }

  private FileLock patiently(FileChannel channel) throws IOException {
    FileLock free = channel.tryLock();
    if (free != null) {
      return free;
    }
    say("waiting for another build before " + this + " is built");
    return channel.lock();
  }

  private void build(Path go, Path folder, Path part) throws IOException, InterruptedException {
    Path log = part.resolveSibling(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command(go, part));
    builder.environment().putAll(Map.of("CGO_ENABLED", "0", "GOWORK", "off"));
    builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    say("building %s, which takes minutes the first time".formatted(this));
    long begin = System.nanoTime();
    try (Child child = Child.start(builder)) {
      while (!child.process().waitFor(BETWEEN_REPORTS.toSeconds(), TimeUnit.SECONDS)) {
        Duration passed = Duration.ofNanos(System.nanoTime() - begin);
        say(
            "building %s: %d packages after %d s"
                .formatted(this, Files.readAllLines(log).size(), passed.toSeconds()));
        if (passed.compareTo(LIMIT) > 0) {
          throw new IllegalStateException("building " + this + " took longer than " + LIMIT);
        }
      }
      if (child.process().exitValue() != 0) {
        List<String> said = Files.readAllLines(log);
        String last = String.join("\n", said.subList(Math.max(0, said.size() - 20), said.size()));
        throw new IllegalStateException("building " + this + " failed:\n" + last);
      }
    }
    say("built %s in %d s".formatted(this, (System.nanoTime() - begin) / 1_000_000_000));
  }

  private List<String> command(Path go, Path part) {
    List<String> command = new ArrayList<>();
    // The rest of the build goes on beside it, with tests that have deadlines.
    command.addAll(List.of("nice", "-n", "10", go.toString(), "build", "-v", "-mod=readonly"));
    // With VCS stamps it would hold a commit of Wayleave's.
    command.addAll(List.of("-trimpath", "-buildvcs=false"));
    if (!tags.isEmpty()) {
      command.addAll(List.of("-tags", String.join(",", tags)));
    }
    command.addAll(List.of("-o", part.toString(), main));
    return command;
  }

  @Override
  public String toString() {
    return name + " of interop/go/" + module;
  }

  static void say(String line) {
    System.err.println(line);
  }
}
