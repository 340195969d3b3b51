package dev.wayleave.cli.endpoint;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/// URLs of coordinators: scheme, host and port, nothing else.
public final class CoordinatorUrl {
  private static final Set<String> LOCAL =
      Set.of("localhost", "127.0.0.1", "[::1]", "0.0.0.0", "[::]");

  private CoordinatorUrl() {}

  /// The URL that a person wrote.
  public static URI parse(String text) throws CommandException {
    String shown = SafeText.line(text.replaceFirst("//[^/@]*@", "//…@"), 200);
    URI url;
    try {
      url = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw notOne(shown);
    }
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    String path = url.getRawPath();
    boolean bare =
        (path == null || path.isEmpty() || path.equals("/")) && url.getRawQuery() == null;
    if (!http || url.getHost() == null || !bare) {
      throw notOne(shown);
    }
    if (url.getRawUserInfo() != null) {
      throw new CommandException(
          "the URL of a coordinator holds no password; give the key in WAYLEAVE_API_KEY.");
    }
    return URI.create(
        url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()));
  }

  private static CommandException notOne(String shown) {
    return new CommandException(
        "\"%s\" is not the URL of a coordinator; write http(s)://HOST[:PORT].".formatted(shown));
  }

  /// Whether both name one listener; the names of this machine are one.
  static boolean same(URI a, URI b) {
    return a.getScheme().equals(b.getScheme()) && port(a) == port(b) && host(a).equals(host(b));
  }

  private static String host(URI url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    return LOCAL.contains(host) ? "localhost" : host;
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
  }
}
