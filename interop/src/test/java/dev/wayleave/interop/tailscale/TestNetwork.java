package dev.wayleave.interop.tailscale;

import dev.wayleave.interop.Child;
import dev.wayleave.interop.GoTool;
import dev.wayleave.interop.PackagedCommand;
import dev.wayleave.testkit.port.FreePort;
import dev.wayleave.testkit.wait.Await;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The network that clients and coordinator of a test share, and nothing else does.
///
/// It is a network namespace with a pair of virtual interfaces, of which both ends are inside, so
/// that there is an address and a default route: releases before 1.100 do not come up on a loopback
/// interface alone. What would take that route is told at once that it is unreachable, since
/// whoever waits for an answer waits long. Root may make one, and so may anyone where user
/// namespaces are open to all. Elsewhere the network is the machine's loopback, with the newest
/// client only.
public final class TestNetwork implements AutoCloseable {
  /// The address on the interface, from which nothing outside is reached.
  public static final String ADDRESS = "10.99.0.1";

  private static final int FIRST_PORT = 20_001;
  private static final Duration TRIAL_LIMIT = Duration.ofSeconds(10);
  private static final String SET_UP =
      """
      set -e
      ip link set lo up
      ip link add wayleave0 type veth peer name wayleave1
      ip link set wayleave0 up
      ip link set wayleave1 up
      ip addr add %s/24 dev wayleave0
      ip route add default via 10.99.0.2 dev wayleave0
      ip route add throw 0.0.0.0/1
      ip route add throw 128.0.0.0/1
      exec "$@"
      """
          .formatted(ADDRESS);

  private final AtomicInteger nextPort = new AtomicInteger(FIRST_PORT);
  private final Map<Integer, InetSocketAddress> doors = new ConcurrentHashMap<>();
  private final List<Closeable> listening = new ArrayList<>();
  private final Set<Integer> reached = new HashSet<>();
  private final List<String> prefix;
  private final Path way;
  private final @Nullable Process keeper;

  /// Makes a network of the test's own.
  ///
  /// @param room a folder of the test's own with a short path, since that of a socket is limited
  public static TestNetwork open(Path room) throws IOException, InterruptedException {
    for (List<String> unshare :
        List.of(List.of("unshare", "--net"), List.of("unshare", "--net", "--user", "-r"))) {
      if (works(unshare)) {
        return new TestNetwork(unshare, room);
      }
    }
    return new TestNetwork(room);
  }

  private TestNetwork(Path room) {
    keeper = null;
    prefix = List.of();
    way = room;
  }

  private TestNetwork(List<String> unshare, Path room) throws IOException {
    way = room.resolve("way");
    Path log = room.resolve("network.log");
    List<String> command = new ArrayList<>(unshare);
    command.addAll(List.of("sh", "-c", SET_UP, "set-up"));
    command.addAll(
        List.of(PackagedCommand.java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of("-cp", ownClasses(), NetworkKeeper.class.getName(), way.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Not a Child, which is killed with the JVM: it ends by itself then, and all others first.
    Process started = builder.redirectOutput(log.toFile()).start();
    keeper = started;
    Await.until(
        "the network is there, or did not come to be",
        () -> Files.exists(way) || !started.isAlive());
    if (!Files.exists(way)) {
      throw new AssertionError("the network did not come to be:\n" + Files.readString(log));
    }
    List<String> enter = new ArrayList<>(List.of("nsenter", "--net"));
    if (unshare.contains("--user")) {
      enter.addAll(List.of("--user", "--preserve-credentials"));
    }
    enter.addAll(List.of("--target", String.valueOf(started.pid()), "--"));
    prefix = List.copyOf(enter);
  }

  /// Whether there is a default route, which the older clients need.
  public boolean hasRoute() {
    return keeper != null;
  }

  /// Skips the test, or fails it in CI, where there is only the machine's loopback.
  public void needsRoute(String tests) {
    if (!hasRoute()) {
      throw GoTool.missing(
          tests,
          "They need a network namespace; run them as root or where anyone may make user"
              + " namespaces, with util-linux and iproute2 installed");
    }
  }

  /// The command as it is run inside.
  public List<String> inside(List<String> command) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    return all;
  }

  /// Runs a command inside, and fails unless it succeeds.
  public void run(String... command) throws IOException, InterruptedException {
    Path log = Files.createTempFile("wayleave-network-", ".log");
    ProcessBuilder builder = new ProcessBuilder(inside(List.of(command))).redirectErrorStream(true);
    try (Child child = Child.start(builder.redirectOutput(log.toFile()))) {
      boolean ended = child.process().waitFor(TRIAL_LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!ended || child.process().exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed: " + Files.readString(log));
      }
    } finally {
      Files.delete(log);
    }
  }

  /// A port that nothing inside listens on, and that is given out only once.
  public int freePort() {
    return keeper == null ? FreePort.find() : nextPort.getAndIncrement();
  }

  /// A port that leads from outside to the same one inside, so that an address that has it means
  /// the same to programs inside and to the tests.
  public int commonPort() throws IOException {
    if (keeper == null) {
      return FreePort.find();
    }
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    int port = server.getLocalPort();
    doors.put(port, open(server, port));
    return port;
  }

  /// Where the tests themselves reach a port of the loopback address inside.
  public InetSocketAddress door(int port) {
    return keeper == null
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
        : doors.computeIfAbsent(port, this::makeDoor);
  }

  /// Starts a web service inside that says a name.
  public void serve(String address, int port, String name) throws IOException {
    if (keeper == null) {
      new Greeter(new InetSocketAddress(address, port), name);
      return;
    }
    obeyed("serve " + address + " " + port + " " + name);
  }

  /// Where a STUN server is to listen, so that clients who ask the loopback address for it are as
  /// far from it as clients are elsewhere; see [FarStun].
  ///
  /// @return `ADDRESS:PORT`, of which clients are to be told the port
  public String stunPlace() throws IOException {
    int port = freePort();
    if (keeper == null) {
      return "127.0.0.1:" + port;
    }
    obeyed("stun " + ADDRESS + " " + port);
    return ADDRESS + ":" + port;
  }

  /// Makes a port of the loopback address outside one of that inside.
  public synchronized void reach(int port) throws IOException {
    if (keeper == null || !reached.add(port)) {
      return;
    }
    Path socket = way.resolveSibling("out-" + port);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    listening.add(server);
    Thread.ofVirtual().start(() -> acceptAll(server, port));
    obeyed("lead " + port + " " + socket);
  }

  private static void acceptAll(ServerSocketChannel server, int port) {
    try {
      while (true) {
        SocketChannel inside = server.accept();
        Thread.ofVirtual().start(() -> lead(inside, port));
      }
    } catch (IOException closed) {
      // The network was closed.
    }
  }

  private static void lead(SocketChannel inside, int port) {
    try (inside;
        Socket outside = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Pipes.join(Channels.newInputStream(inside), Channels.newOutputStream(inside), outside);
    } catch (IOException cut) {
      // The side that is left sees its connection close.
    }
  }

  private void obeyed(String order) throws IOException {
    try (SocketChannel channel = order(order)) {
      if (Channels.newInputStream(channel).read() != '\n') {
        throw new AssertionError("the keeper of the network did not " + order);
      }
    }
  }

  private InetSocketAddress makeDoor(int port) {
    try {
      return open(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    } catch (IOException e) {
      throw new AssertionError("there is no free port on the loopback address", e);
    }
  }

  private InetSocketAddress open(ServerSocket server, int port) {
    listening.add(server);
    Thread.ofVirtual().start(() -> acceptAll(server, port));
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  private void acceptAll(ServerSocket server, int port) {
    try {
      while (true) {
        Socket outside = server.accept();
        Thread.ofVirtual().start(() -> lead(outside, port));
      }
    } catch (IOException closed) {
      // The network was closed.
    }
  }

  private void lead(Socket outside, int port) {
    try (outside;
        SocketChannel inside = order("connect " + port)) {
      InputStream answers = Channels.newInputStream(inside);
      OutputStream questions = Channels.newOutputStream(inside);
      Pipes.join(answers, questions, outside);
    } catch (IOException cut) {
      // The side that is left sees its connection close.
    }
  }

  private SocketChannel order(String line) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(way));
    Channels.newOutputStream(channel).write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    return channel;
  }

  private static boolean works(List<String> unshare) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(unshare);
    command.addAll(List.of("sh", "-c", SET_UP, "set-up", "nsenter", "--version"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try (Child child = Child.start(builder)) {
      return child.process().waitFor(TRIAL_LIMIT.toSeconds(), TimeUnit.SECONDS)
          && child.process().exitValue() == 0;
    } catch (IOException noUnshare) {
      return false;
    }
  }

  private static String ownClasses() {
    try {
      return Path.of(
              NetworkKeeper.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new AssertionError("the place of a class is a file's URI", e);
    }
  }

  /// Ends all that runs inside, and the network itself.
  @Override
  public void close() throws IOException {
    for (Closeable server : listening) {
      server.close();
    }
    if (keeper != null) {
      keeper.getOutputStream().close();
      keeper.onExit().orTimeout(TRIAL_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
  }
}
