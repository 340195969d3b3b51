package dev.wayleave.interop.identity;

import dev.wayleave.interop.PackagedCommand;
import dev.wayleave.interop.headscale.HeadscaleRelease;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.Line;
import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.interop.tailscale.TestNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A folder of a test's own in the network with the Keycloak, in which logins and changes of
/// provider are tried.
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

  static Drill open(SharedKeycloak shared) throws IOException {
    return new Drill(Files.createTempDirectory("wl-"), shared.network(), shared.keycloak());
  }

  String issuer(String realm) {
    return keycloak.issuer(realm);
  }

  /// Another way to the Keycloak, which can be cut off.
  Gate gate() throws IOException {
    Gate gate = new Gate(keycloak.port());
    network.reach(gate.port());
    return gate;
  }

  /// Who administers a realm.
  RealmKeeper keeper(String realm) {
    return new RealmKeeper(issuer(realm));
  }

  /// A new Headscale of the newest release on SQLite whose people log in at realm A, running.
  RealmHeadscale headscale() throws Exception {
    return RealmHeadscale.start(this, HeadscaleRelease.V0_29, RealmHeadscale.Engine.SQLITE);
  }

  /// A new coordinator, on a port that is the same outside.
  RealCoordinator coordinator() throws IOException {
    return RealCoordinator.on(network, room.resolve("w"), network.commonPort(), Map.of());
  }

  /// Sets a provider of a coordinator, new or not, without a restart.
  ///
  /// @param more further lines of its settings
  /// @return where the provider sends people back to
  String provider(RealCoordinator wayleave, String name, String issuer, String... more)
      throws IOException, InterruptedException {
    List<String> settings =
        new ArrayList<>(List.of("issuer: " + issuer, "clientId: " + Keycloak.CLIENT));
    settings.addAll(List.of(more));
    Path file = Files.write(room.resolve(name + ".yaml"), settings);
    return wayleave
        .wayleaveOutside(
            Map.of("WAYLEAVE_CLIENT_SECRET", Keycloak.SECRET),
            "identity-providers",
            "set",
            name,
            "-f",
            file.toString(),
            "-o",
            "json")
        .ok()
        .json()
        .path("callbackUrl")
        .asText();
  }

  /// Gives it a policy that names people, as they are named in most.
  void policy(RealmHeadscale headscale) throws IOException, InterruptedException {
    Path file = Files.writeString(room.resolve("policy.hujson"), POLICY);
    Object _ = headscale.server().ask("policy", "set", "--file", file.toString());
  }

  /// A client that bears its owner's name.
  TailscaleClient client(String owner) throws IOException, InterruptedException {
    return TailscaleClient.start(network, Line.NEWEST, room, owner);
  }

  /// Has its owner log a client in, with a browser that knows nothing of earlier logins.
  void logIn(TailscaleClient client, RealmHeadscale headscale, String... flags)
      throws IOException, InterruptedException {
    logIn(client, headscale.server().url(), flags);
  }

  void logIn(TailscaleClient client, String server, String... flags)
      throws IOException, InterruptedException {
    try (Browser browser = new Browser(client.name())) {
      logIn(client, server, browser, flags);
    }
  }

  /// The same by somebody who need not have the client's name, with a browser of their own.
  void logIn(TailscaleClient client, String server, Browser browser, String... flags)
      throws IOException, InterruptedException {
    Object _ = browser.logIn(client.beginLogin(server, flags));
    client.waitOnline();
  }

  /// Waits until a client knows that its login has ended.
  static void waitExpired(TailscaleClient client) {
    client.waitUntil(
        "its login has ended",
        LIMIT,
        () -> client.status().path("BackendState").asText().equals("NeedsLogin"));
  }

  /// Runs the command, which may list the people of a realm.
  Answer wayleave(String... arguments) throws IOException, InterruptedException {
    return wayleave(Keycloak.DIRECTORY, arguments);
  }

  /// The same with other credentials.
  Answer wayleave(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    // Beside its journals it leaves copies where it was started.
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", room.toString()));
    command.addAll(PackagedCommand.wayleave(arguments));
    return Answer.of(command, environment, room, LIMIT);
  }

  /// The same, with what it says to the person going to a file while it runs.
  Answer wayleaveSaying(Path said, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 2>>" + said, "wayleave"));
    command.addAll(PackagedCommand.wayleave(arguments));
    return Answer.of(command, environment, room, LIMIT);
  }

  @Override
  public void close() throws IOException {
    keepLogs(room);
    delete(room);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// Puts what the servers said where the build leaves it, for whoever looks into a failure.
  static void keepLogs(Path room) throws IOException {
    Path kept = Files.createDirectories(Path.of("target", "identity-logs"));
    try (Stream<Path> files = Files.walk(room, 2)) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        Files.copy(log, kept.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
