package dev.wayleave.interop.tailscale;

import dev.wayleave.interop.Child;
import dev.wayleave.interop.GoTool;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/// A real certificate authority inside a test network, made for tests of ACME: it checks every
/// challenge, and signs with roots that it makes at each start.
final class Pebble implements AutoCloseable {
  /// The place of the ports at which it looks for the answers to challenges.
  record Ports(int http, int tls) {}

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String ORDER = "/order-plz";

  private final TestNetwork network;
  private final MadeIdentity own;
  private final Path log;
  private final int port;
  private final int management;
  private final Child child;

  /// @param blocked names for which it signs nothing
  static Pebble start(TestNetwork network, Path folder, Ports ports, List<String> blocked)
      throws IOException, InterruptedException {
    Pebble pebble = new Pebble(network, folder, ports, blocked);
    Await.until(
        "Pebble answers, or ended",
        LIMIT,
        () ->
            pebble.said().contains("ACME directory available")
                || !pebble.child.process().isAlive());
    if (!pebble.child.process().isAlive()) {
      throw new AssertionError("Pebble ended:\n" + pebble.said());
    }
    return pebble;
  }

  private Pebble(TestNetwork network, Path folder, Ports ports, List<String> blocked)
      throws IOException, InterruptedException {
    this.network = network;
    this.own = MadeIdentity.in(folder);
    this.log = folder.resolve("pebble.log");
    this.port = network.freePort();
    this.management = network.freePort();
    Path config = folder.resolve("pebble.json");
    Files.writeString(config, config(ports, blocked));
    ProcessBuilder builder =
        new ProcessBuilder(
            network.inside(
                List.of(GoTool.PEBBLE.binary().toString(), "-config", config.toString())));
    // It would wait some seconds before each challenge.
    builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
    child = Child.start(builder.redirectErrorStream(true).redirectOutput(log.toFile()));
  }

  private String config(Ports ports, List<String> blocked) {
    return """
    {"pebble": {
      "listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
      "certificate": "%s", "privateKey": "%s",
      "httpPort": %d, "tlsPort": %d,
      "domainBlocklist": [%s],
      "retryAfter": {"authz": 1, "order": 1},
      "profiles": {"default": {"description": "90 days", "validityPeriod": 7776000}}
    }}
    """
        .formatted(
            port,
            management,
            own.certificate(),
            own.key(),
            ports.http(),
            ports.tls(),
            String.join(",", blocked.stream().map(name -> '"' + name + '"').toList()));
  }

  /// The URL by which a client of ACME begins.
  String directory() {
    return "https://127.0.0.1:" + port + "/dir";
  }

  /// The PEM file by which the directory itself is known, which is none of those that it signs
  /// with.
  Path ownRoot() {
    return own.certificate();
  }

  /// The root of what it signs.
  X509Certificate root() throws IOException, InterruptedException, GeneralSecurityException {
    X509Certificate known = Tls.certificate(Files.readAllBytes(own.certificate()));
    URI uri = URI.create("https://127.0.0.1:" + network.door(management).getPort() + "/roots/0");
    try (HttpClient client = HttpClient.newBuilder().sslContext(Tls.trusting(known)).build()) {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
      return Tls.certificate(client.send(request, BodyHandlers.ofByteArray()).body());
    }
  }

  /// How many certificates it was asked for.
  long orders() throws IOException {
    return said().lines().filter(line -> line.contains(ORDER)).count();
  }

  private String said() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    child.close();
  }
}
