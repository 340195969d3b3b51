package dev.wayleave.api.client;

import dev.wayleave.tailnet.model.SecretText;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// Where a coordinator is and the key to speak to it with.
///
/// @param url scheme, host and port without a path
public record CoordinatorAddress(URI url, SecretText apiKey) {
  public CoordinatorAddress {
    String scheme = url.getScheme();
    if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "\"" + url + "\" is not the URL of a coordinator; write http(s)://HOST[:PORT].");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "The URL of a coordinator holds no password; give the key in WAYLEAVE_API_KEY.");
    }
  }

  /// Whether secrets may travel: encrypted, or never leaving this machine.
  public boolean isConfidential() {
    return "https".equals(url.getScheme()) || isLoopback(url.getHost());
  }

  /// Whether a host is this machine, as far as its name alone tells: nothing is looked up.
  public static boolean isLoopback(@Nullable String host) {
    if (host == null) {
      return false;
    }
    if (host.equals("localhost")) {
      return true;
    }
    boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
    try {
      // A literal is parsed, not looked up.
      return literal && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
