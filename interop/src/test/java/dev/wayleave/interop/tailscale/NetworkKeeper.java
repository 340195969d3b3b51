package dev.wayleave.interop.tailscale;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The process that keeps a network namespace, and the way into it from outside.
///
/// It listens on a socket of the file system, which no network namespace hides. A connection begins
/// with a line: `connect PORT` makes it one to that port of the namespace's loopback address,
/// `serve ADDRESS PORT NAME` starts a [Greeter], `stun ADDRESS PORT` a [FarStun], and `lead PORT
/// SOCKET` makes every connection to that port one to a socket of the file system. When its
/// standard input ends, which it does however the tests end, it kills every process in its
/// namespace and then itself, and the namespace is gone. It runs without any library.
final class NetworkKeeper {
  private static final int LONGEST_LINE = 200;

  private NetworkKeeper() {}

  public static void main(String... args) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    Path way = Path.of(args[0]);
    Path notYet = way.resolveSibling("way-to-be");
    // The file is there before anybody listens on it, so it gets its name only afterwards.
    server.bind(UnixDomainSocketAddress.of(notYet));
    Files.move(notYet, way);
    // As a hook, since an interrupt at a terminal goes to all processes alike.
    Runtime.getRuntime().addShutdownHook(new Thread(NetworkKeeper::sweep, "sweep"));
    Thread.ofPlatform().daemon().start(() -> acceptAll(server));
    System.in.transferTo(OutputStream.nullOutputStream());
  }

  private static void acceptAll(ServerSocketChannel server) {
    try {
      while (true) {
        SocketChannel outside = server.accept();
        Thread.ofVirtual().start(() -> attend(outside));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the way into the network is closed", e);
    }
  }

  private static void attend(SocketChannel outside) {
    try (outside) {
      InputStream in = Channels.newInputStream(outside);
      OutputStream out = Channels.newOutputStream(outside);
      String[] words = line(in).split(" ", -1);
      if (words[0].equals("serve")) {
        new Greeter(new InetSocketAddress(words[1], Integer.parseInt(words[2])), words[3]);
        out.write('\n');
      } else if (words[0].equals("stun")) {
        int port = Integer.parseInt(words[2]);
        InetSocketAddress near = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        new FarStun(near, new InetSocketAddress(words[1], port));
        out.write('\n');
      } else if (words[0].equals("lead")) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        ServerSocket port = new ServerSocket(Integer.parseInt(words[1]), 50, loopback);
        Thread.ofPlatform().daemon().start(() -> leadAll(port, Path.of(words[2])));
        out.write('\n');
      } else {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (Socket inside = new Socket(loopback, Integer.parseInt(words[1]))) {
          Pipes.join(in, out, inside);
        }
      }
    } catch (IOException refusedOrCut) {
      // The other side sees its connection close, which is what happened.
    }
  }

  private static void leadAll(ServerSocket port, Path socket) {
    try {
      while (true) {
        Socket inside = port.accept();
        Thread.ofVirtual().start(() -> lead(inside, socket));
      }
    } catch (IOException e) {
      throw new IllegalStateException("a way out of the network is closed", e);
    }
  }

  private static void lead(Socket inside, Path socket) {
    try (inside;
        SocketChannel outside = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      Pipes.join(Channels.newInputStream(outside), Channels.newOutputStream(outside), inside);
    } catch (IOException refusedOrCut) {
      // As above.
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.length() > LONGEST_LINE) {
        throw new EOFException("no order");
      }
      line.append((char) next);
    }
    return line.toString();
  }

  /// Kills what runs in this namespace, again and again until no more has been started meanwhile.
  private static void sweep() {
    Path namespace = namespace("self").orElseThrow();
    long self = ProcessHandle.current().pid();
    List<ProcessHandle> left;
    do {
      left =
          ProcessHandle.allProcesses()
              .filter(process -> process.pid() != self && isIn(namespace, process))
              .toList();
      left.forEach(ProcessHandle::destroyForcibly);
    } while (!left.isEmpty());
  }

  private static boolean isIn(Path namespace, ProcessHandle process) {
    return namespace(String.valueOf(process.pid())).filter(namespace::equals).isPresent();
  }

  private static Optional<Path> namespace(String process) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc", process, "ns", "net")));
    } catch (IOException goneOrForeign) {
      return Optional.empty();
    }
  }
}
