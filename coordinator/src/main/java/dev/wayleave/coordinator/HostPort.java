package dev.wayleave.coordinator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Where a listener listens, written `HOST:PORT` or `[IPV6]:PORT`.
record HostPort(String host, int port) {
  static final int GREATEST_PORT = 65_535;

  /// Reads the text of the setting `name`, or throws with a sentence.
  static HostPort parse(String name, String text) throws StartException {
    int colon = text.lastIndexOf(':');
    String digits = text.substring(colon + 1);
    if (colon <= 0 || !digits.matches("[0-9]{1,5}")) {
      throw new StartException(
          name + " is \"" + text + "\"; write HOST:PORT, for example 127.0.0.1:8080.");
    }
    int port = Integer.parseInt(digits);
    if (port > GREATEST_PORT) {
      throw new StartException(
          name + " is \"" + text + "\": port " + port + " is outside 0.." + GREATEST_PORT + ".");
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, port);
  }

  /// Throws with a sentence where nothing can listen here; found out before anything is started.
  void tryToListen(String name) throws StartException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      throw new StartException(
          "Nothing can listen on "
              + this
              + " ("
              + e.getMessage()
              + "); stop what is there or set "
              + name
              + " to another HOST:PORT.",
          e);
    }
  }

  /// Whether something could listen here now.
  boolean isFree() {
    try {
      tryToListen("");
      return true;
    } catch (StartException e) {
      return false;
    }
  }

  /// A port that nothing listens on now.
  static int freePort(String host) throws StartException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StartException("No port of " + host + " is free to listen on.", e);
    }
  }

  HostPort withPort(int actual) {
    return new HostPort(host, actual);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
