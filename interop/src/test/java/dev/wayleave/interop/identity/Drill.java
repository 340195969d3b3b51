package dev.wayleave.interop.identity;

import dev.wayleave.interop.GoTool;
import dev.wayleave.interop.PackagedCommand;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.Line;
import dev.wayleave.interop.tailscale.RealHeadscale;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.interop.tailscale.TestNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A network with a Keycloak in which a change of provider is tried.
///
/// @param room a folder with a short path, since that of a socket is limited
record Drill(Path room, TestNetwork network, Keycloak keycloak) implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String POLICY =
      """
      {
        "groups": {"group:staff": ["alice@", "bob@"]},
        "acls": [{"action": "accept", "src": ["group:staff"], "dst": ["*:*"]}]
      }
      """;

  static Drill open() throws IOException, InterruptedException {
    // First, so that nothing is started in vain.
    Object _ = GoTool.HEADSCALE.binary();
    Object _ = GoTool.TAILSCALED.binary();
    Object _ = KeycloakHome.prepared();
    Path room = Files.createTempDirectory("wl-");
    TestNetwork network = TestNetwork.open(room);
    try {
      return new Drill(room, network, Keycloak.start(network, room.resolve("provider")));
    } catch (AssertionError | IOException | InterruptedException e) {
      network.close();
      throw e;
    }
  }

  String issuer(String realm) {
    return keycloak.issuer(realm);
  }

  /// A Headscale whose people log in at realm A, running.
  RealHeadscale headscale() throws IOException, InterruptedException {
    String provider =
        """
        oidc:
          only_start_if_oidc_is_available: true
          issuer: %s
          client_id: %s
          client_secret: "%s"
          pkce: {enabled: true}
        """
            .formatted(issuer("a"), Keycloak.CLIENT, Keycloak.SECRET);
    return RealHeadscale.fresh(
        network,
        GoTool.HEADSCALE.binary(),
        room.resolve("headscale"),
        network.commonPort(),
        provider);
  }

  /// One on a copy of the files of another, which is stopped, that takes its port.
  RealHeadscale copy(RealHeadscale of) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(room.resolve("copy"));
    try (Stream<Path> files = Files.list(of.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return new RealHeadscale(network, GoTool.HEADSCALE.binary(), folder);
  }

  /// Gives it a policy that names people, as they are named in most.
  void policy(RealHeadscale headscale) throws IOException, InterruptedException {
    Path file = Files.writeString(room.resolve("policy.hujson"), POLICY);
    Object _ = headscale.ask("policy", "set", "--file", file.toString());
  }

  /// A client that bears its owner's name.
  TailscaleClient client(String owner) throws IOException, InterruptedException {
    return TailscaleClient.start(network, Line.NEWEST, room, owner);
  }

  /// Has its owner log a client in, with a browser that knows nothing of earlier logins.
  void logIn(TailscaleClient client, RealHeadscale server, String... flags)
      throws IOException, InterruptedException {
    logIn(client, server.url(), flags);
  }

  void logIn(TailscaleClient client, String server, String... flags)
      throws IOException, InterruptedException {
    String page = client.beginLogin(server, flags);
    try (Browser browser = new Browser(client.name())) {
      Object _ = browser.logIn(page);
    }
    client.waitOnline();
  }

  /// Runs the command, which may list the people of a realm.
  Answer wayleave(String... arguments) throws IOException, InterruptedException {
    List<String> command = PackagedCommand.wayleave(arguments);
    return Answer.of(command, Keycloak.DIRECTORY, room, LIMIT);
  }

  @Override
  public void close() throws IOException {
    keycloak.close();
    network.close();
    keepLogs();
    try (Stream<Path> files = Files.walk(room)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// Puts what the servers said where the build leaves it, for whoever looks into a failure.
  private void keepLogs() throws IOException {
    Path kept = Files.createDirectories(Path.of("target", "identity-logs"));
    try (Stream<Path> files = Files.walk(room, 2)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        Files.copy(log, kept.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
