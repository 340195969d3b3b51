package dev.wayleave.interop.tailscale;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.wayleave.api.CreatePreAuthKeyRequest;
import dev.wayleave.api.CreateUserRequest;
import dev.wayleave.api.ExpireRequest;
import dev.wayleave.api.NewKey;
import dev.wayleave.api.NodeView;
import dev.wayleave.api.Page;
import dev.wayleave.api.RenameRequest;
import dev.wayleave.api.RoutesRequest;
import dev.wayleave.api.TagsRequest;
import dev.wayleave.api.UserView;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.client.CoordinatorAddress;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.interop.Child;
import dev.wayleave.interop.PackagedCommand;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The packaged coordinator as a process inside a test network, and what its owner asks it.
public final class RealCoordinator implements AutoCloseable {
  private static final Path JAR = PackagedCommand.SERVER_JAR;
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(1);
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
  private static final String API = "/api/v1alpha";

  private final TestNetwork network;
  private final Path data;
  private final Path log;
  private final Map<String, String> settings;
  private final @Nullable String heldUrl;
  private final String stunPlace;
  private int port;
  private @Nullable Child running;
  private @Nullable CoordinatorClient client;

  /// Starts one on data of its own below a folder.
  public static RealCoordinator start(TestNetwork network, Path folder) throws IOException {
    return start(network, folder, Map.of());
  }

  /// Starts one with settings of the test's own.
  ///
  /// @param settings environment variables besides those that say where it is
  public static RealCoordinator start(
      TestNetwork network, Path folder, Map<String, String> settings) throws IOException {
    return on(network, folder, network.freePort(), settings);
  }

  /// Starts one on a port, which may be one that is the same outside.
  public static RealCoordinator on(
      TestNetwork network, Path folder, int port, Map<String, String> settings) throws IOException {
    RealCoordinator coordinator =
        new RealCoordinator(network, Files.createDirectories(folder), port, settings, null);
    coordinator.start();
    return coordinator;
  }

  /// Starts one beside a server whose URL it is to take over, on a port of its own until [#moveTo].
  public static RealCoordinator beside(TestNetwork network, Path folder, String serverUrl)
      throws IOException {
    RealCoordinator coordinator =
        new RealCoordinator(
            network, Files.createDirectories(folder), network.freePort(), Map.of(), serverUrl);
    coordinator.start();
    return coordinator;
  }

  /// Starts one of several on one database, which clients reach by a URL that all of them have.
  public static RealCoordinator replica(
      TestNetwork network, Path folder, String serverUrl, Map<String, String> settings)
      throws IOException {
    RealCoordinator coordinator =
        new RealCoordinator(
            network, Files.createDirectories(folder), network.freePort(), settings, serverUrl);
    coordinator.start();
    return coordinator;
  }

  /// Where it listens, as seen from outside the network.
  public InetSocketAddress door() {
    return network.door(port);
  }

  private RealCoordinator(
      TestNetwork network,
      Path folder,
      int port,
      Map<String, String> settings,
      @Nullable String heldUrl)
      throws IOException {
    this.network = network;
    this.data = folder.toAbsolutePath().resolve("data");
    this.log = folder.toAbsolutePath().resolve("coordinator.log");
    this.port = port;
    this.stunPlace = network.stunPlace();
    this.settings = settings;
    this.heldUrl = heldUrl;
  }

  /// The address that the clients are given.
  public String url() {
    return heldUrl == null ? listens() : heldUrl;
  }

  private String listens() {
    return "http://127.0.0.1:" + port;
  }

  public Path data() {
    return data;
  }

  public Path log() {
    return log;
  }

  /// Starts it on the same data and port as before, and waits until it is ready.
  public void start() throws IOException {
    if (!Files.exists(JAR)) {
      throw new AssertionError(JAR + " is missing; run ./mvnw verify, which packages it first");
    }
    long before = Files.exists(log) ? Files.size(log) : 0;
    ProcessBuilder builder = new ProcessBuilder(network.inside(command()));
    builder.environment().keySet().removeIf(name -> name.startsWith("WAYLEAVE_"));
    builder.environment().putAll(environment());
    builder.redirectErrorStream(true);
    Child child =
        Child.start(builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
    running = child;
    Await.until(
        "the coordinator is ready or ended",
        START_LIMIT,
        () -> said(before).contains("Wayleave is ready at ") || !child.process().isAlive());
    if (!child.process().isAlive()) {
      throw new AssertionError("The coordinator ended instead of starting:\n" + said(before));
    }
    if (client == null) {
      InetSocketAddress door = network.door(port);
      client =
          new CoordinatorClient(
              new CoordinatorAddress(
                  URI.create("http://127.0.0.1:" + door.getPort()), SecretText.of(adminKey())));
    }
  }

  /// Stops it as an operator does, and starts it again.
  public void restart() throws IOException {
    moveTo(port);
  }

  /// Stops it as an operator does, and starts it on another port.
  public void moveTo(int other) throws IOException {
    close();
    client = null;
    port = other;
    start();
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>(List.of(PackagedCommand.java()));
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-jar", JAR.toString()));
    return command;
  }

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(settings);
    all.put("WAYLEAVE_DATA", data.toString());
    all.put("WAYLEAVE_LISTEN", "127.0.0.1:" + port);
    all.put("WAYLEAVE_SERVER_URL", url());
    all.put("WAYLEAVE_STUN_LISTEN", stunPlace);
    all.put("WAYLEAVE_METRICS_LISTEN", "off");
    // It ends when this pipe does, which the JVM holds, however that ends.
    all.put("WAYLEAVE_END_WITH_INPUT", "true");
    return all;
  }

  private String said(long from) throws IOException {
    return Files.readString(log).substring((int) from);
  }

  public String adminKey() throws IOException {
    return Files.readString(data.resolve("admin.key")).strip();
  }

  /// Ends it as by `kill -9`; its database goes on for a moment and is found again at the start.
  public void kill() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  /// Runs the command on it, as its owner does.
  public Answer wayleave(String... arguments) throws IOException, InterruptedException {
    List<String> command = network.inside(PackagedCommand.wayleave(arguments));
    Map<String, String> environment =
        Map.of("WAYLEAVE_URL", listens(), "WAYLEAVE_API_KEY", adminKey());
    return Answer.of(command, environment, log.resolveSibling("."), COMMAND_LIMIT);
  }

  /// The same from outside the network, where the tests' PostgreSQL is.
  ///
  /// @param secrets further environment variables
  public Answer wayleaveOutside(Map<String, String> secrets, String... arguments)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(secrets);
    environment.put("WAYLEAVE_URL", "http://127.0.0.1:" + network.door(port).getPort());
    environment.put("WAYLEAVE_API_KEY", adminKey());
    return Answer.of(
        PackagedCommand.wayleave(arguments), environment, log.resolveSibling("."), COMMAND_LIMIT);
  }

  /// The API's client, with the owner's key.
  public CoordinatorClient api() {
    if (client == null) {
      throw new IllegalStateException("the coordinator was not started");
    }
    return client;
  }

  /// The number of a user, who is created where there is none of the name.
  public long user(String name) throws ApiException {
    Optional<UserView> known =
        api()
            .get(API + "/users?limit=1000", new TypeReference<Page<UserView>>() {})
            .items()
            .stream()
            .filter(user -> user.name().equals(name))
            .findFirst();
    if (known.isPresent()) {
      return known.get().id();
    }
    CreateUserRequest request = new CreateUserRequest(name, null, null);
    return api().post(API + "/users", request, UserView.class).id();
  }

  /// A key with which a user's devices log in any number of times.
  public String authKey(String user) throws ApiException {
    return authKey(
        new CreatePreAuthKeyRequest(user(user), List.of(), "interop", true, false, null));
  }

  /// A key for devices that vanish when they leave.
  public String ephemeralKey(String user) throws ApiException {
    return authKey(new CreatePreAuthKeyRequest(user(user), List.of(), "interop", true, true, null));
  }

  /// A key for devices that belong to tags.
  public String taggedKey(String... tags) throws ApiException {
    return authKey(new CreatePreAuthKeyRequest(null, List.of(tags), "interop", true, false, null));
  }

  public String authKey(CreatePreAuthKeyRequest request) throws ApiException {
    return api().post(API + "/pre-auth-keys", request, NewKey.class).key();
  }

  public List<NodeView> nodes() throws ApiException {
    return api().get(API + "/nodes?limit=1000", new TypeReference<Page<NodeView>>() {}).items();
  }

  /// The node of a name, which may be there no more.
  public Optional<NodeView> find(String name) throws ApiException {
    return nodes().stream().filter(node -> node.name().equals(name)).findFirst();
  }

  public NodeView node(String name) throws ApiException {
    return find(name).orElseThrow(() -> new AssertionError("no node is called " + name));
  }

  public void rename(String name, String to) throws ApiException {
    change(name, "rename", new RenameRequest(to));
  }

  public void tag(String name, String... tags) throws ApiException {
    change(name, "tags", new TagsRequest(List.of(tags)));
  }

  public void approveRoutes(String name, String... routes) throws ApiException {
    change(name, "routes", new RoutesRequest(List.of(routes)));
  }

  /// Ends a node's login now.
  public void expire(String name) throws ApiException {
    change(name, "expire", new ExpireRequest(null, null));
  }

  public void delete(String name) throws ApiException {
    api().call("DELETE", API + "/nodes/" + node(name).id());
  }

  public void policy(String text) throws ApiException {
    Object _ = api().policy().set(text, "interop", null);
  }

  private void change(String name, String verb, Object body) throws ApiException {
    Object _ = api().post(API + "/nodes/" + node(name).id() + "/" + verb, body, NodeView.class);
  }

  /// Stops it, and its database with it.
  @Override
  public void close() {
    Child child = running;
    running = null;
    if (child != null) {
      child.process().destroy();
      try {
        child.process().waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      child.close();
    }
    if (client != null) {
      client.close();
    }
  }
}
