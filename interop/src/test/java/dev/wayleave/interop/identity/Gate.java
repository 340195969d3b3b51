package dev.wayleave.interop.identity;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A port by which a server is reached until somebody cuts it off, or has it say nothing any more.
///
/// It is on the loopback address outside the tests' network.
final class Gate implements AutoCloseable {
  /// What becomes of those who come.
  enum Mode {
    OPEN,
    /// The connection is closed at once.
    CUT,
    /// The connection is held, and nothing is ever said.
    SILENT
  }

  private final ServerSocket server;
  private final int behind;
  private final Set<Socket> held = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = Mode.OPEN;

  /// @param behind the port of the server
  Gate(int behind) throws IOException {
    this.behind = behind;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::acceptAll);
  }

  int port() {
    return server.getLocalPort();
  }

  /// Turns it for those who come from now on; those who are inside are cut off.
  void turn(Mode to) {
    mode = to;
    held.forEach(Gate::close);
    held.clear();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket visitor = server.accept();
        held.add(visitor);
        switch (mode) {
          case OPEN -> Thread.ofVirtual().start(() -> lead(visitor));
          case CUT -> close(visitor);
          case SILENT -> {
            // Held until the gate is turned.
          }
        }
      }
    } catch (IOException closed) {
      // The gate was taken down.
    }
  }

  private void lead(Socket visitor) {
    try (visitor;
        Socket inside = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      held.add(inside);
      Thread back = Thread.ofVirtual().start(() -> carry(inside, visitor));
      carry(visitor, inside);
      back.join();
    } catch (IOException cut) {
      // The side that is left sees its connection close.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void carry(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException cut) {
      close(from);
      close(to);
    }
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError("a socket is closed without fail", e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    turn(Mode.CUT);
  }
}
