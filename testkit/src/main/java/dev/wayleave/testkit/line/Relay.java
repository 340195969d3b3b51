package dev.wayleave.testkit.line;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A line between two processes that can be cut.
public final class Relay implements AutoCloseable {
  private static final int CHUNK = 16 * 1024;

  private final ServerSocket listener;
  private final int target;
  private final Tap fromClient;
  private final Tap fromServer;
  private final List<Socket> open = new ArrayList<>();
  private final AtomicBoolean cut = new AtomicBoolean();

  /// Looks at what passes in one direction.
  @FunctionalInterface
  public interface Tap {
    /// Whether the line holds after these bytes were passed on.
    ///
    /// @param before how many bytes the connection had carried in this direction
    boolean holds(byte[] chunk, int length, long before) throws Exception;
  }

  /// Cuts once a connection has carried so many bytes.
  public static Tap until(long bytes) {
    return (_, length, before) -> before + length < bytes;
  }

  /// Cuts once these texts came by, one after the other.
  public static Tap until(String... texts) {
    StringBuilder seen = new StringBuilder();
    return (chunk, length, _) -> {
      synchronized (seen) {
        seen.append(new String(chunk, 0, length, StandardCharsets.ISO_8859_1));
        int from = 0;
        for (String text : texts) {
          from = seen.indexOf(text, from);
          if (from < 0) {
            seen.delete(0, Math.max(0, seen.length() - 2 * CHUNK));
            return true;
          }
        }
        return false;
      }
    };
  }

  public Relay(int target, Tap fromClient, Tap fromServer) throws IOException {
    this.target = target;
    this.fromClient = fromClient;
    this.fromServer = fromServer;
    this.listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /// A line that stays as long as nobody closes it.
  public static boolean forEver(byte[] chunk, int length, long before) {
    return true;
  }

  /// Where clients are to connect.
  public int port() {
    return listener.getLocalPort();
  }

  public boolean isCut() {
    return cut.get();
  }

  private void accept() {
    try {
      while (true) {
        join(listener.accept());
      }
    } catch (IOException closed) {
      // The line is cut; nobody else gets in.
    }
  }

  private void join(Socket client) throws IOException {
    Socket server;
    try {
      server = new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException nobodyThere) {
      client.close();
      return;
    }
    synchronized (open) {
      open.add(client);
      open.add(server);
    }
    Thread.ofVirtual().start(() -> carry(client, server, fromClient));
    Thread.ofVirtual().start(() -> carry(server, client, fromServer));
  }

  private void carry(Socket from, Socket to, Tap tap) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[CHUNK];
      long before = 0;
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        out.write(chunk, 0, length);
        if (!tap.holds(chunk, length, before)) {
          cut.set(true);
          close();
          return;
        }
        before += length;
      }
    } catch (Exception broken) {
      // One end is gone; closing both tells the other.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      synchronized (open) {
        for (Socket socket : open) {
          socket.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
