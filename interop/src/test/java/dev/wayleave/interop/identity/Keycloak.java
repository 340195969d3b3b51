package dev.wayleave.interop.identity;

import dev.wayleave.interop.Child;
import dev.wayleave.interop.tailscale.TestNetwork;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A real Keycloak in a test network, with the realms `a` and `b`, in which the same people have
/// other subjects.
final class Keycloak implements AutoCloseable {
  /// The client by which people log in, and its secret.
  static final String CLIENT = "tailnet";

  static final String SECRET = "secret of tailnet";

  /// What a command needs to be told to list the people of a realm.
  static final Map<String, String> DIRECTORY =
      Map.of("KEYCLOAK_CLIENT_ID", "directory", "KEYCLOAK_CLIENT_SECRET", "secret of directory");

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final int port;
  private final Path log;
  private final Child child;

  /// Starts it on data of its own, and waits until it is ready.
  ///
  /// @param folder a folder of the test's own, in which its log stays
  static Keycloak start(TestNetwork network, Path folder) throws IOException, InterruptedException {
    KeycloakHome home = KeycloakHome.prepared();
    long begin = System.nanoTime();
    Files.createDirectories(folder);
    Path data = folder.toAbsolutePath().resolve("keycloak");
    Files.copy(home.database(), data.resolveSibling(data.getFileName() + ".mv.db"));
    int port = network.commonPort();
    List<String> command =
        home.command("--http-port=" + port, "--db-url=" + KeycloakHome.url(data));
    Keycloak keycloak = new Keycloak(port, folder.resolve("keycloak.log"), network.inside(command));
    System.out.printf(
        "interop: Keycloak is ready: %d ms%n", (System.nanoTime() - begin) / 1_000_000);
    return keycloak;
  }

  private Keycloak(int port, Path log, List<String> command) throws IOException {
    this.port = port;
    this.log = log;
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    child = Child.start(builder.redirectOutput(log.toFile()));
    Await.until(
        "Keycloak is ready or ended",
        LIMIT,
        () -> !child.process().isAlive() || said().contains(KeycloakHome.READY));
    if (!child.process().isAlive()) {
      throw new AssertionError("Keycloak ended instead of starting:\n" + said());
    }
  }

  String issuer(String realm) {
    return "http://127.0.0.1:%d/realms/%s".formatted(port, realm);
  }

  /// The same realm by another way to it, which is another issuer.
  String issuer(String realm, Gate gate) {
    return "http://127.0.0.1:%d/realms/%s".formatted(gate.port(), realm);
  }

  int port() {
    return port;
  }

  /// What a person types at the login form, in either realm.
  static String password(String name) {
    return "password of " + name;
  }

  /// All that it has said so far.
  String said() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    child.close();
  }
}
