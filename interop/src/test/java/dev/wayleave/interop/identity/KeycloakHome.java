package dev.wayleave.interop.identity;

import dev.wayleave.interop.Child;
import dev.wayleave.interop.GoTool;
import dev.wayleave.interop.PackagedCommand;
import dev.wayleave.testkit.port.FreePort;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Keycloak as its distribution has it, unpacked once for a release and its realms, in the cache
/// that the programs of other peers are in.
///
/// The first start in development mode augments the server and makes the database, which takes
/// longer than all the rest. That is done when it is unpacked; a test begins with a copy.
final class KeycloakHome {
  /// Where Keycloak says that it is ready.
  static final String READY = "Listening on: http://";

  static final List<String> REALMS = List.of("a", "b");

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int RELAUNCH = 10;

  /// Says that the server is augmented, which is looked into at every start otherwise.
  private static final String BUILT = "-Dkc.config.built=true";

  private final Path folder;

  private KeycloakHome(Path folder) {
    this.folder = folder;
  }

  /// The prepared one, made if it is not there.
  static synchronized KeycloakHome prepared() throws IOException, InterruptedException {
    Path zip = Path.of(System.getProperty("wayleave.keycloak", ""));
    if (!Files.isRegularFile(zip)) {
      throw GoTool.missing(
          "the tests with a real Keycloak",
          "Its distribution is not there; ./mvnw verify copies it to interop/target/keycloak");
    }
    String realm = realm();
    Path cache = cache().resolve("keycloak-" + digest(zip, realm));
    Files.createDirectories(cache);
    KeycloakHome home = new KeycloakHome(cache);
    try (FileChannel lock =
            FileChannel.open(
                cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = lock.lock()) {
      if (!Files.exists(home.database())) {
        home.make(zip, realm);
      }
    }
    return home;
  }

  /// The database with the realms, of a server that is stopped.
  Path database() {
    return folder.resolve("prepared.mv.db");
  }

  /// The command that starts the server.
  ///
  /// @param arguments those of `kc.sh`
  List<String> command(String... arguments) throws IOException {
    List<String> command = unbuilt(arguments);
    command.add(1, BUILT);
    return command;
  }

  /// Has it export a realm with its users, as an operator does with `kc.sh export`.
  ///
  /// @param folder a folder of the test's own
  /// @param to where to, `--dir` or `--file` with its place, and how
  void export(Path folder, String realm, String... to) throws IOException, InterruptedException {
    Path data = folder.toAbsolutePath().resolve("export");
    Files.copy(database(), folder.resolve("export.mv.db"), StandardCopyOption.REPLACE_EXISTING);
    List<String> command = new ArrayList<>(server());
    command.add(1, BUILT);
    command.addAll(List.of("export", "--realm", realm, "--db-url=" + url(data)));
    command.addAll(List.of(to));
    Path log = folder.resolve("export.log");
    int status = run(log, command);
    if (!Files.readString(log).contains("Export finished successfully")) {
      throw new AssertionError(
          "Keycloak ended with %d instead of exporting:\n%s"
              .formatted(status, Files.readString(log)));
    }
  }

  /// Where a database lies for Keycloak.
  ///
  /// @param data the file without `.mv.db`
  static String url(Path data) {
    // Keycloak has a column of this name, and says so in the URL that it makes by itself.
    return "jdbc:h2:file:" + data + ";NON_KEYWORDS=VALUE";
  }

  private List<String> unbuilt(String... arguments) throws IOException {
    List<String> command = server();
    command.addAll(List.of("start-dev", "--http-host=127.0.0.1", "--cache=local"));
    command.addAll(List.of(arguments));
    return command;
  }

  /// The program, without what it is to do.
  private List<String> server() throws IOException {
    Path home = home();
    List<String> command = new ArrayList<>(List.of(PackagedCommand.java()));
    // Not kc.sh, which is a shell that the server outlives when it is killed.
    command.addAll(
        List.of(
            "-Xmx400m",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "-Duser.language=en",
            "-Dpicocli.disable.closures=true",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-Dkc.home.dir=" + home,
            "-Djboss.server.config.dir=" + home.resolve("conf")));
    command.addAll(List.of("-cp", home.resolve("lib/quarkus-run.jar").toString()));
    command.add("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    return command;
  }

  private Path home() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Files.isDirectory(file.resolve("providers")))
          .findFirst()
          .orElseThrow(() -> new AssertionError("there is no Keycloak in " + folder));
    }
  }

  private void make(Path zip, String realm) throws IOException, InterruptedException {
    System.err.println("preparing Keycloak, which takes a minute the first time");
    long begin = System.nanoTime();
    clear();
    unpack(zip);
    Path imports = Files.createDirectories(home().resolve("data/import"));
    for (String name : REALMS) {
      String text = realm.replace("EIGHT", name.repeat(8)).replace("REALM", name);
      Files.writeString(imports.resolve(name + "-realm.json"), text);
    }
    String port = "--http-port=" + FreePort.find();
    Path log = folder.resolve("preparing.log");
    int status = run(log, unbuilt("--import-realm", port));
    if (status == RELAUNCH) {
      status = run(log, command("--import-realm", port));
    }
    Path made = home().resolve("data/h2/keycloakdb.mv.db");
    if (!Files.exists(made) || !Files.readString(log).contains(READY)) {
      throw new AssertionError(
          "Keycloak ended with %d instead of starting:\n%s"
              .formatted(status, Files.readString(log)));
    }
    Path part = folder.resolve("prepared.part");
    Files.copy(made, part);
    Files.move(part, database(), StandardCopyOption.ATOMIC_MOVE);
    System.err.printf("prepared Keycloak in %d s%n", (System.nanoTime() - begin) / 1_000_000_000);
  }

  /// Runs it until it is ready or has ended, and ends it as an operator does.
  private static int run(Path log, List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    try (Child child = Child.start(builder)) {
      Await.until(
          "Keycloak is ready or ended",
          LIMIT,
          () -> !child.process().isAlive() || Files.readString(log).contains(READY));
      child.process().destroy();
      child.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      return child.process().exitValue();
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder) && !file.endsWith("lock")) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private void unpack(Path zip) throws IOException {
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream in = new ZipInputStream(file)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new AssertionError(zip + " has a file outside of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.resolveSibling("."));
          Files.copy(in, target);
        }
      }
    }
  }

  private static String realm() throws IOException {
    try (InputStream in = KeycloakHome.class.getResourceAsStream("realm.json")) {
      if (in == null) {
        throw new AssertionError("realm.json is not among the tests' resources");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Path cache() {
    String caches = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path root =
        caches.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(caches);
    return root.resolve("wayleave/interop").toAbsolutePath();
  }

  private static String digest(Path zip, String realm) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      // A release is never changed in its repository.
      digest.update((zip.getFileName() + " " + Files.size(zip)).getBytes(StandardCharsets.UTF_8));
      digest.update(realm.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
