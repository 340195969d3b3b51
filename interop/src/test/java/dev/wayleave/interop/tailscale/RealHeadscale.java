package dev.wayleave.interop.tailscale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.interop.Child;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A real Headscale inside a test network, on a directory with a `config.yaml`, and its commands.
public final class RealHeadscale implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern LISTENS = Pattern.compile("(?m)^listen_addr: *\"?[^:\"]*:(\\d+)");

  private final TestNetwork network;
  private final Path binary;
  private final Path folder;
  private final int port;
  private final Map<String, String> environment;
  private @Nullable Child running;

  /// A server that is not started yet.
  ///
  /// @param folder the server's directory, which is not the place for its log
  public RealHeadscale(TestNetwork network, Path binary, Path folder) throws IOException {
    this(network, binary, folder, Map.of());
  }

  /// The same with settings that are not in the configuration.
  ///
  /// @param environment variables for the server and its commands
  public RealHeadscale(
      TestNetwork network, Path binary, Path folder, Map<String, String> environment)
      throws IOException {
    this.network = network;
    this.binary = binary;
    this.environment = Map.copyOf(environment);
    this.folder = folder.toAbsolutePath();
    Matcher listens = LISTENS.matcher(Files.readString(config()));
    if (!listens.find()) {
      throw new AssertionError(config() + " does not say where the server listens");
    }
    this.port = Integer.parseInt(listens.group(1));
  }

  /// A new server with nobody in it, on SQLite, with a relay of its own, running.
  public static RealHeadscale fresh(TestNetwork network, Path binary, Path folder)
      throws IOException {
    return fresh(network, binary, folder, network.freePort(), "");
  }

  /// The same on a port, with more in its configuration.
  ///
  /// @param more YAML of sections that are not in it otherwise
  public static RealHeadscale fresh(
      TestNetwork network, Path binary, Path folder, int port, String more) throws IOException {
    Object _ = configure(network, folder, port, more);
    RealHeadscale headscale = new RealHeadscale(network, binary, folder);
    headscale.start();
    return headscale;
  }

  /// Writes the configuration of such a server, which is not started yet.
  ///
  /// @param more YAML of sections that are not in it otherwise
  public static Path configure(TestNetwork network, Path folder, int port, String more)
      throws IOException {
    Files.createDirectories(folder);
    return Files.writeString(folder.resolve("config.yaml"), plainConfig(network, port) + more);
  }

  public Path folder() {
    return folder;
  }

  public Path config() {
    return folder.resolve("config.yaml");
  }

  public int port() {
    return port;
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /// All that it has said so far.
  public String log() throws IOException {
    return Files.readString(logFile());
  }

  private Path logFile() {
    return folder.resolveSibling(folder.getFileName() + ".log");
  }

  /// Starts it, and waits until it answers.
  public void start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(List.of("serve")));
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
    Child child = Child.start(builder);
    running = child;
    Await.until("Headscale answers or ended", LIMIT, () -> !child.process().isAlive() || answers());
    if (!child.process().isAlive()) {
      throw new AssertionError("Headscale ended instead of starting:\n" + log());
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(network.door(port));
      socket.setSoTimeout(1_000);
      socket
          .getOutputStream()
          .write("GET /health HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().readNBytes(12).length == 12;
    } catch (IOException notYet) {
      return false;
    }
  }

  /// Stops it as an operator does.
  public void stop() throws IOException, InterruptedException {
    Child child = running;
    if (child == null) {
      throw new IllegalStateException("Headscale does not run");
    }
    child.process().destroy();
    if (!child.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("Headscale did not stop within " + LIMIT + ":\n" + log());
    }
    close();
  }

  /// The id of a new user.
  public long user(String name) throws IOException, InterruptedException {
    return json("users", "create", name).path("id").asLong();
  }

  /// A pre-auth key in clear.
  public String authKey(String... flags) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("preauthkeys", "create"));
    all.addAll(List.of(flags));
    return json(all.toArray(new String[0])).path("key").asText();
  }

  /// The number of a node, by the name that MagicDNS has for it.
  public long node(String name) throws IOException, InterruptedException {
    for (JsonNode node : json("nodes", "list")) {
      if (node.path("given_name").asText(node.path("givenName").asText()).equals(name)) {
        return node.path("id").asLong();
      }
    }
    throw new AssertionError("Headscale knows no node " + name);
  }

  /// Runs a command that prints JSON.
  public JsonNode json(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--output", "json"));
    return ask(all.toArray(new String[0])).json();
  }

  /// Runs a command, and fails unless it succeeds.
  public Answer ask(String... arguments) throws IOException, InterruptedException {
    // Beside the directory, in which only the server's own files are to change.
    return Answer.of(command(List.of(arguments)), environment, folder.resolveSibling("."), LIMIT)
        .ok();
  }

  /// How its REST API answers a question with an API key.
  public int statusWith(String apiKey) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + network.door(port).getPort() + "/api/v1/user");
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .timeout(LIMIT)
              .header("Authorization", "Bearer " + apiKey)
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private List<String> command(List<String> arguments) {
    // Paths in the configuration may be relative to the directory.
    List<String> all =
        new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", folder.toString()));
    all.add(binary.toString());
    all.addAll(arguments);
    all.addAll(List.of("--config", config().toString()));
    return network.inside(all);
  }

  private static String plainConfig(TestNetwork network, int port) throws IOException {
    return """
    server_url: http://127.0.0.1:PORT
    listen_addr: 127.0.0.1:PORT
    metrics_listen_addr: ""
    grpc_listen_addr: 127.0.0.1:GRPC
    noise: {private_key_path: ./noise.key}
    prefixes: {v4: 100.64.0.0/10, v6: "fd7a:115c:a1e0::/48"}
    derp:
      server:
        {enabled: true, region_id: 999, region_code: test, region_name: test,
         stun_listen_addr: "STUN_PLACE", private_key_path: ./derp.key,
         ipv4: 127.0.0.1, ipv6: none, verify_clients: true}
      urls: []
      auto_update_enabled: false
    disable_check_updates: true
    database: {type: sqlite, sqlite: {path: ./db.sqlite}}
    policy: {mode: database}
    dns: {magic_dns: true, base_domain: tail.test, override_local_dns: false, nameservers: {global: []}}
    unix_socket: ./hs.sock
    """
        .replace("GRPC", String.valueOf(network.freePort()))
        .replace("STUN_PLACE", network.stunPlace())
        .replace("PORT", String.valueOf(port));
  }

  @Override
  public void close() {
    Child child = running;
    running = null;
    if (child != null) {
      child.close();
    }
  }
}
