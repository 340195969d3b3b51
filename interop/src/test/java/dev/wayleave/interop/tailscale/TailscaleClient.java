package dev.wayleave.interop.tailscale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.interop.Child;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// A real client in userspace mode: its daemon, and the commands that a person gives it.
///
/// Its state stays in its folder from one start of the daemon to the next.
public final class TailscaleClient implements AutoCloseable {
  /// Between the first map and the state Running lies a check of the network of up to five seconds.
  public static final Duration UP_LIMIT = Duration.ofSeconds(45);

  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);
  private static final int CONNECT_MILLIS = 5_000;
  private static final int LAST_LINES = 60;

  private final TestNetwork network;
  private final String name;
  private final Path binary;
  private final Path command;
  private final Path folder;
  private final Path socket;
  private final Path log;
  private final int socksPort;
  private final Map<String, String> environment;
  private @Nullable Child daemon;

  /// A client whose daemon runs, and that knows no coordinator yet.
  ///
  /// @param room in which it gets a folder of its name, with a short path, since that of a socket
  ///   is limited
  public static TailscaleClient start(TestNetwork network, Line line, Path room, String name)
      throws IOException, InterruptedException {
    return start(network, line, room, name, Map.of());
  }

  /// Starts one with knobs that the tests turn.
  ///
  /// @param knobs environment variables for the daemon
  public static TailscaleClient start(
      TestNetwork network, Line line, Path room, String name, Map<String, String> knobs)
      throws IOException, InterruptedException {
    if (line != Line.NEWEST) {
      network.needsRoute("the tests with clients of the line " + line);
    }
    TailscaleClient client = new TailscaleClient(network, line, room.resolve(name), name, knobs);
    client.start();
    return client;
  }

  private TailscaleClient(
      TestNetwork network, Line line, Path folder, String name, Map<String, String> knobs)
      throws IOException, InterruptedException {
    this.network = network;
    this.binary = line.tool().binary();
    this.name = name;
    this.folder = Files.createDirectories(folder.toAbsolutePath());
    this.socket = this.folder.resolve("s");
    this.log = this.folder.resolve("log");
    this.socksPort = network.freePort();
    this.environment = environment(this.folder, knobs);
    this.command = this.folder.resolve("tailscale");
    switch (line) {
      case NEWEST -> Files.createSymbolicLink(command, binary);
      // Its `ssh` starts itself by the name of the file, which decides what it does.
      case OLDEST -> Files.copy(binary, command);
    }
  }

  private static Map<String, String> environment(Path folder, Map<String, String> knobs) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv().getOrDefault("PATH", ""));
    environment.put("HOME", folder.toString());
    environment.put("TS_ASSUME_NETWORK_UP_FOR_TEST", "1");
    environment.put("TS_DEBUG_USE_DERP_HTTP", "1");
    environment.put("TS_NO_LOGS_NO_SUPPORT", "1");
    environment.put("TS_DISABLE_PORTMAPPER", "1");
    environment.put("TS_PANIC_IF_HIT_MAIN_CONTROL", "1");
    environment.put("TS_LOGS_DIR", folder.toString());
    // It ends when this pipe does, which the JVM holds, however that ends.
    environment.put("TS_PARENT_DEATH_FD", "3");
    environment.putAll(knobs);
    return environment;
  }

  public String name() {
    return name;
  }

  public Path folder() {
    return folder;
  }

  /// What its daemons said from the first on.
  public String log() throws IOException {
    return Files.readString(log);
  }

  /// Starts the daemon, and waits until it takes commands.
  public void start() throws IOException {
    Files.deleteIfExists(socket);
    List<String> parts = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 3<&0", "start"));
    parts.addAll(List.of(binary.toString(), "--tun=userspace-networking", "--port=0"));
    parts.addAll(List.of("--statedir=" + folder, "--socket=" + socket));
    parts.addAll(List.of("--socks5-server=127.0.0.1:" + socksPort, "--no-logs-no-support"));
    ProcessBuilder builder = new ProcessBuilder(network.inside(parts)).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Child child = Child.start(builder);
    daemon = child;
    waitUntil(
        "its daemon takes commands, or ended",
        Await.USUAL_LIMIT,
        () -> Files.exists(socket) || !child.process().isAlive());
    if (!child.process().isAlive()) {
      throw new AssertionError("The daemon of " + name + " ended:\n" + lastLines());
    }
  }

  /// Ends the daemon as by `kill -9`; its state stays.
  public void kill() {
    if (daemon != null) {
      daemon.close();
      daemon = null;
    }
  }

  public void restart() throws IOException {
    kill();
    start();
  }

  /// Stops the daemon without closing any of its connections, as a cut cable does.
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    if (daemon == null) {
      throw new IllegalStateException(name + " does not run");
    }
    String pid = String.valueOf(daemon.process().pid());
    Answer.of(List.of("kill", "-" + signal, pid), Map.of(), folder, COMMAND_LIMIT).ok();
  }

  /// Runs the client's command.
  public Answer cli(Duration limit, String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(command.toString(), "--socket=" + socket));
    all.addAll(List.of(arguments));
    return Answer.of(all, Map.of("HOME", folder.toString()), folder, limit);
  }

  public Answer cli(String... arguments) throws IOException, InterruptedException {
    return cli(COMMAND_LIMIT, arguments);
  }

  /// Logs in with a pre-auth key, and waits until the coordinator sees it connected.
  public void up(String coordinator, String authKey, String... flags)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("up", "--login-server=" + coordinator));
    all.addAll(List.of("--authkey=" + authKey, "--hostname=" + name, "--timeout=40s"));
    all.addAll(List.of(flags));
    Answer answer = cli(UP_LIMIT, all.toArray(new String[0]));
    if (answer.status() != 0) {
      throw new AssertionError(name + ": " + answer.out() + answer.err() + "\n" + lastLines());
    }
    waitOnline();
  }

  /// Begins to log in without a key, and answers the page to which a person is sent.
  public String beginLogin(String coordinator, String... flags)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("up", "--login-server=" + coordinator));
    all.addAll(List.of("--hostname=" + name, "--timeout=3s"));
    all.addAll(List.of(flags));
    Answer asked = cli(all.toArray(new String[0]));
    // A client that is still let in with its former key soon takes the page from its status.
    Optional<String> said =
        asked.err().lines().map(String::strip).filter(at -> at.startsWith(coordinator)).findFirst();
    if (said.isPresent()) {
      return said.get();
    }
    return value(
        "there is a page to log in at; up said: " + asked.err(),
        Await.USUAL_LIMIT,
        () -> Optional.of(status().path("AuthURL").asText()).filter(address -> !address.isEmpty()));
  }

  /// Waits until the coordinator told it that it is connected, which the state Running is no proof
  /// of.
  public void waitOnline() {
    waitUntil(
        "it runs and is online",
        UP_LIMIT,
        () -> {
          JsonNode status = status();
          return status.path("BackendState").asText().equals("Running")
              && status.path("Self").path("Online").asBoolean();
        });
  }

  public JsonNode status() throws IOException {
    return LocalApi.get(socket, "/localapi/v0/status");
  }

  /// The profile in use, by which parts of its state have their names.
  public String profile() throws IOException {
    return LocalApi.get(socket, "/localapi/v0/profiles/current").path("ID").asText();
  }

  /// What it says of a peer, by the first label of the peer's name.
  public Optional<JsonNode> peer(String host) throws IOException {
    for (JsonNode peer : status().path("Peer")) {
      if (peer.path("DNSName").asText().startsWith(host + ".")) {
        return Optional.of(peer);
      }
    }
    return Optional.empty();
  }

  /// How much came from a peer, by any path.
  public long received(String host) throws IOException {
    return peer(host).map(peer -> peer.path("RxBytes").asLong()).orElse(0L);
  }

  /// Its first address, which is an IPv4 one.
  public String address() throws IOException {
    return status().path("Self").path("TailscaleIPs").path(0).asText();
  }

  /// Where other devices of the tailnet ask it for files, by its first address.
  String peerApi() throws IOException {
    return status().path("Self").path("PeerAPIURL").path(0).asText();
  }

  /// The whole map as it holds it.
  public JsonNode netmap() throws IOException, InterruptedException {
    return cli("debug", "netmap").ok().json();
  }

  /// Pings once, by whatever path there is.
  public Answer ping(String host, String... options) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("ping", "--c=1", "--timeout=1s"));
    all.add("--until-direct=false");
    all.addAll(List.of(options));
    all.add(host);
    return cli(all.toArray(new String[0]));
  }

  /// Sends one packet through the tunnel, and waits for the answer until it is interrupted.
  public void echo(String address) throws IOException {
    JsonNode answer = LocalApi.post(socket, "/localapi/v0/ping?type=TSMP&ip=" + address);
    if (!answer.path("Err").asText().isEmpty()) {
      throw new IOException(address + " does not answer: " + answer);
    }
  }

  /// Pings until there is an answer, which the answer's path is part of.
  public String waitPong(String host, String... options) {
    return value(
        host + " answers",
        Await.USUAL_LIMIT,
        () -> {
          Answer answer = ping(host, options);
          return answer.status() == 0 ? Optional.of(answer.out()) : Optional.empty();
        });
  }

  /// Pings until the path is a direct one.
  public void waitDirect(String host) {
    waitUntil(
        "there is a direct path to " + host,
        Await.USUAL_LIMIT,
        () -> {
          String pong = ping(host).out();
          return pong.contains("pong from") && !pong.contains("via DERP");
        });
  }

  public void set(String... flags) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("set"));
    all.addAll(List.of(flags));
    cli(all.toArray(new String[0])).ok();
  }

  public void down() throws IOException, InterruptedException {
    cli("down").ok();
  }

  public void logout() throws IOException, InterruptedException {
    cli("logout").ok();
  }

  /// Sends a file by Taildrop.
  public void sendFile(Path file, String host) throws IOException, InterruptedException {
    cli("file", "cp", file.toString(), host + ":").ok();
  }

  /// Takes what was sent to it by Taildrop.
  public Answer takeFiles(Path into) throws IOException, InterruptedException {
    return cli("file", "get", into.toString());
  }

  /// Runs a command on another device by Tailscale SSH.
  public Answer ssh(String user, String host, String remote)
      throws IOException, InterruptedException {
    return sshSaying(Path.of("/dev/stderr"), user, host, remote);
  }

  /// The same, with what ssh says to the person before there is a session going to a file.
  public Answer sshSaying(Path said, String user, String host, String remote)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 2>>" + said, "ssh"));
    all.addAll(List.of("ssh", "-F", "/dev/null", "-o", "BatchMode=yes"));
    all.addAll(List.of("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"));
    all.addAll(List.of("-o", "ProxyCommand=" + command + " --socket=" + socket + " nc %h %p"));
    all.addAll(List.of(user + "@" + host, remote));
    return Answer.of(all, Map.of("HOME", folder.toString()), folder, UP_LIMIT);
  }

  /// Where its SOCKS proxy is for the tests.
  public InetSocketAddress socks() {
    return network.door(socksPort);
  }

  /// Asks a web service through its SOCKS proxy, which also looks the name up.
  ///
  /// @param url with a port, and an address or a name of the tailnet as host
  public String fetch(String url) throws IOException {
    URI uri = URI.create(url);
    // Not the JDK's HTTP client, which knows no such proxy.
    try (Socket connection = new Socket(new Proxy(Proxy.Type.SOCKS, socks()))) {
      connection.setSoTimeout(CONNECT_MILLIS);
      String host = uri.getHost().replaceAll("[\\[\\]]", "");
      connection.connect(InetSocketAddress.createUnresolved(host, uri.getPort()), CONNECT_MILLIS);
      String request =
          "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n".formatted(path(uri), uri.getAuthority());
      connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = connection.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      if (end < 0 || !answer.substring(0, end).contains(" 200 ")) {
        throw new IOException(url + " answered: " + answer);
      }
      return answer.substring(end + 4);
    }
  }

  private static String path(URI uri) {
    return uri.getPath().isEmpty() ? "/" : uri.getPath();
  }

  /// Waits until something holds; where it does not, the failure ends with what the daemon said.
  public void waitUntil(String what, Duration limit, Callable<Boolean> condition) {
    Object _ = value(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }

  private <T> T value(String what, Duration limit, Callable<Optional<T>> source) {
    try {
      return Await.value(name + ": " + what, limit, source);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + lastLines(), e);
    }
  }

  /// The end of what its daemons said, for the message of a failure.
  String lastLines() {
    try {
      List<String> said = Files.readAllLines(log);
      List<String> last = said.subList(Math.max(0, said.size() - LAST_LINES), said.size());
      return "The end of " + log + ":\n" + String.join("\n", last);
    } catch (IOException e) {
      return "There is no log: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
