package dev.wayleave.interop.tailscale;

import dev.wayleave.api.client.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The one network, coordinator and set of clients of all tests that leave them as they were.
///
/// Clients come up when the first test asks for them and stay, since that takes them seconds. All
/// of it ends with the run.
final class SharedTailnet implements AutoCloseable {
  /// The clients by name, the last of which is of the oldest line.
  static final List<String> NAMES = List.of("anna", "bert", "cleo", "dora", "otto");

  /// How long an ephemeral client may be away, which is half an hour if nobody says otherwise.
  static final Duration EPHEMERAL = Duration.ofSeconds(4);

  private static final String OPEN =
      """
      {
        "tagOwners": {"tag:router": [], "tag:server": [], "tag:checked": []},
        "grants": [
          {"src": ["*"], "dst": ["*"], "ip": ["*"]},
          {
            "src": ["autogroup:member"], "dst": ["autogroup:self"],
            "app": {"tailscale.com/cap/drive": [{"shares": ["papers"], "access": "ro"}]}
          }
        ],
        "nodeAttrs": [{"target": ["autogroup:member"], "attr": ["drive:share", "drive:access"]}],
        "ssh": [
          {
            "action": "accept", "src": ["autogroup:member"], "dst": ["tag:server"],
            "users": ["autogroup:nonroot", "root"]
          },
          {
            "action": "check", "src": ["autogroup:member"], "dst": ["tag:checked"],
            "users": ["autogroup:nonroot", "root"], "checkPeriod": "1m"
          }
        ]
      }
      """;

  private static @Nullable SharedTailnet made;

  private final Path room;
  private final TestNetwork network;
  private final RealCoordinator coordinator;
  private final Map<String, TailscaleClient> clients = new ConcurrentHashMap<>();

  /// Aborts where there are no clients.
  static synchronized SharedTailnet get() throws IOException, InterruptedException {
    if (made == null) {
      // First, so that nothing is started in vain.
      Object _ = Line.NEWEST.tool().binary();
      // Not below target/, whose path may be too long for a socket's.
      made = new SharedTailnet(Files.createTempDirectory("wl-"));
    }
    return made;
  }

  /// The one that [#get] has made.
  static synchronized SharedTailnet made() {
    if (made == null) {
      throw new IllegalStateException("the tailnet was not made before the tests");
    }
    return made;
  }

  private SharedTailnet(Path room) throws IOException, InterruptedException {
    this.room = room;
    network = TestNetwork.open(room);
    Map<String, String> settings = Map.of("WAYLEAVE_MAP_EPHEMERAL_TIMEOUT", EPHEMERAL.toString());
    coordinator = RealCoordinator.start(network, room.resolve("coordinator"), settings);
  }

  TestNetwork network() {
    return network;
  }

  RealCoordinator coordinator() {
    return coordinator;
  }

  /// A folder for clients that a test makes for itself.
  Path room() {
    return room;
  }

  /// One of the shared clients, online.
  TailscaleClient client(String name) throws Exception {
    return clients(name).getFirst();
  }

  /// Shared clients, each online; those that are not yet come up at the same time.
  List<TailscaleClient> clients(String... names) throws Exception {
    if (List.of(names).contains(NAMES.getLast())) {
      network.needsRoute("the tests with a client of the oldest line");
    }
    List<Callable<TailscaleClient>> work = new ArrayList<>();
    for (String name : names) {
      work.add(() -> ready(name));
    }
    return together(work);
  }

  /// A client of a test's own, online; the test closes it.
  TailscaleClient guest(String name, String authKey, Map<String, String> knobs, String... flags)
      throws IOException, InterruptedException {
    TailscaleClient guest = TailscaleClient.start(network, Line.NEWEST, room, name, knobs);
    try {
      guest.up(coordinator.url(), authKey, flags);
    } catch (AssertionError | IOException | InterruptedException e) {
      guest.close();
      throw e;
    }
    return guest;
  }

  TailscaleClient guest(String name, String authKey, String... flags)
      throws IOException, InterruptedException {
    return guest(name, authKey, Map.of(), flags);
  }

  /// Two clients of a test's own, online; the test closes them.
  Guests guests(
      String first, String second, String authKey, Map<String, String> knobs, String... flags)
      throws Exception {
    List<TailscaleClient> up = new CopyOnWriteArrayList<>();
    try {
      return new Guests(
          together(
              Stream.of(first, second)
                  .<Callable<TailscaleClient>>map(name ->
                      () -> {
                        TailscaleClient guest = guest(name, authKey, knobs, flags);
                        up.add(guest);
                        return guest;
                      })
                  .toList()));
    } catch (AssertionError | Exception e) {
      up.forEach(TailscaleClient::close);
      throw e;
    }
  }

  /// Lets everyone reach everyone, and anyone's SSH in to the servers.
  void openPolicy() throws ApiException {
    coordinator.policy(OPEN);
  }

  private TailscaleClient ready(String name) throws Exception {
    TailscaleClient known = clients.get(name);
    if (known != null) {
      known.waitOnline();
      return known;
    }
    Line line = name.equals(NAMES.getLast()) ? Line.OLDEST : Line.NEWEST;
    TailscaleClient client = TailscaleClient.start(network, line, room, name);
    clients.put(name, client);
    client.up(coordinator.url(), coordinator.authKey(name));
    return client;
  }

  /// Does work at the same time, and answers in the order it was given in.
  static <T> List<T> together(List<Callable<T>> work) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(work)) {
        try {
          results.add(future.get());
        } catch (ExecutionException e) {
          throw new AssertionError(String.valueOf(e.getCause()), e.getCause());
        }
      }
      return results;
    }
  }

  @Override
  public void close() throws IOException {
    for (TailscaleClient client : clients.values()) {
      client.close();
    }
    coordinator.close();
    network.close();
    try (Stream<Path> files = Files.walk(room)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
