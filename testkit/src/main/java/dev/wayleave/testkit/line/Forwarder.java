package dev.wayleave.testkit.line;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Hands each TCP connection to the server that has the fewest, as a load balancer does; a server
/// that takes none is passed over.
public final class Forwarder implements AutoCloseable {
  private static final int CHUNK = 32 * 1024;

  /// Everybody may come at once.
  private static final int BACKLOG = 4096;

  private static final int CONNECT_MILLIS = 2_000;

  /// A server and how many connections it has.
  private record Target(InetSocketAddress address, AtomicInteger lines) {}

  /// A client and its server.
  private static final class Line {
    private final Target target;
    private final Socket client;
    private final Socket server;
    private volatile boolean isAbandoned;

    private Line(Target target, Socket client, Socket server) {
      this.target = target;
      this.client = client;
      this.server = server;
    }
  }

  private final ServerSocket listener;
  private final Set<Line> open = ConcurrentHashMap.newKeySet();

  /// Connections to servers whose clients are gone.
  private final Set<Socket> abandoned = ConcurrentHashMap.newKeySet();

  private volatile List<Target> servers = List.of();

  /// Listens on a free port of the loopback address; whoever comes before there are servers is sent
  /// away.
  public Forwarder() throws IOException {
    listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("forwarder").start(this::accept);
  }

  /// Says to which servers connections go from now on.
  public void lead(List<InetSocketAddress> to) {
    servers = to.stream().map(address -> new Target(address, new AtomicInteger())).toList();
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// Cuts every connection there is; new ones are taken.
  public void cut() {
    for (Line line : open) {
      end(line.client);
      end(line.server);
    }
    abandoned.forEach(Forwarder::end);
  }

  /// Cuts every connection on the clients' side alone, so that servers notice nothing.
  public void abandon() {
    for (Line line : open) {
      line.isAbandoned = true;
      abandoned.add(line.server);
      end(line.client);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> join(client));
      }
    } catch (IOException closed) {
      // Nobody else gets in.
    }
  }

  private void join(Socket client) {
    List<Target> fewestFirst =
        servers.stream().sorted(Comparator.comparingInt(target -> target.lines().get())).toList();
    for (Target target : fewestFirst) {
      // Before it is tried, as others choose at the same time.
      target.lines().incrementAndGet();
      Optional<Socket> server = connected(target.address());
      if (server.isPresent()) {
        Line line = new Line(target, client, server.get());
        open.add(line);
        Thread.ofVirtual().start(() -> carry(line, line.server, client));
        carry(line, client, line.server);
        return;
      }
      target.lines().decrementAndGet();
    }
    end(client);
  }

  private static Optional<Socket> connected(InetSocketAddress address) {
    Socket server = new Socket();
    try {
      server.setTcpNoDelay(true);
      server.connect(address, CONNECT_MILLIS);
      return Optional.of(server);
    } catch (IOException nobodyThere) {
      end(server);
      return Optional.empty();
    }
  }

  private void carry(Line line, Socket from, Socket to) {
    try {
      to.setTcpNoDelay(true);
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[CHUNK];
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        out.write(chunk, 0, length);
      }
    } catch (IOException broken) {
      // One end is gone; closing both tells the other.
    } finally {
      if (open.remove(line)) {
        line.target.lines().decrementAndGet();
      }
      end(line.client);
      if (!line.isAbandoned) {
        end(line.server);
      }
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
