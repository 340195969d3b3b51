package dev.wayleave.cli.trial;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a server listens.
///
/// @param host a name or an address; one of IPv6 in brackets
public record Listen(String host, int port) {
  private static final Pattern TEXT =
      Pattern.compile("(\\[[0-9a-fA-F:.]+\\]|[^:\\[\\]]+):(\\d{1,5})");
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "[::]");
  private static final int HIGHEST_PORT = 65_535;

  public static Listen parse(String text) throws CommandException {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      int port = Integer.parseInt(matcher.group(2));
      if (port > 0 && port <= HIGHEST_PORT) {
        return new Listen(matcher.group(1), port);
      }
    }
    throw new CommandException(
        "\"%s\" is no place to listen at; write HOST:PORT, for example 127.0.0.1:8080."
            .formatted(SafeText.line(text, 60)));
  }

  /// Whether a server could listen there now.
  public boolean isFree() throws CommandException {
    try (ServerSocket socket = new ServerSocket()) {
      InetAddress address = InetAddress.getByName(host);
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (java.net.UnknownHostException e) {
      throw new CommandException(
          "the host %s is not known here; correct --listen.".formatted(host), e);
    } catch (IOException e) {
      return false;
    }
  }

  /// The same host with a port that nothing listens at.
  public Listen withFreePort() throws CommandException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return new Listen(host, socket.getLocalPort());
    } catch (IOException e) {
      throw new CommandException("no port is free on %s.".formatted(host), e);
    }
  }

  /// How this machine reaches it.
  public URI url() {
    String reachable = EVERYWHERE.contains(host) ? "127.0.0.1" : host;
    return URI.create("http://" + reachable + ":" + port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
