package dev.wayleave.testkit.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Finds ports for processes that cannot be told to choose one by themselves.
///
/// Between the moment a port is found and the moment it is used, another process may take it. So
/// none is of those that the system gives to outgoing connections (from 32768 on), each is given
/// out once by this JVM, and chance keeps apart the JVMs of modules that are tested side by side.
public final class FreePort {
  private static final int FIRST = 10_000;
  private static final int LAST = 32_000;
  private static final int TRIES = 1_000;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /// A port of the loopback address on which nobody listens.
  public static int find() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new AssertionError("no port from " + FIRST + " to " + LAST + " is free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
