package dev.wayleave.importers.tailscale.api;

import dev.wayleave.api.client.CoordinatorAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Where the API is, and which tailnet is meant there.
///
/// @param url scheme, host and port without a path
/// @param tailnet its name or id; `-` for the one that the credential belongs to
public record HostedAddress(URI url, String tailnet) {
  /// Where Tailscale's own is.
  public static final URI HOSTED = URI.create("https://api.tailscale.com");

  /// The tailnet of the credential.
  public static final String OWN = "-";

  private static final int LONGEST_NAME = 253;

  public HostedAddress {
    boolean plain = "http".equals(url.getScheme()) && CoordinatorAddress.isLoopback(url.getHost());
    if (url.getHost() == null || !("https".equals(url.getScheme()) || plain)) {
      throw new IllegalArgumentException(
          "the base URL must be https://HOST[:PORT]; http is taken for this machine only, as the"
              + " credential would cross the network unencrypted");
    }
    if (tailnet.isEmpty()
        || tailnet.length() > LONGEST_NAME
        || tailnet.codePoints().anyMatch(c -> c <= ' ' || c == '/' || Character.isISOControl(c))) {
      throw new IllegalArgumentException(
          "a tailnet is named like example.com or TqW3rTy7CNTRL, or - for the credential's own");
    }
  }

  /// Reads an address.
  ///
  /// @param url as a person wrote it; a path `/api/v2` is taken off
  /// @throws IllegalArgumentException with a sentence for a person, without the URL
  public static HostedAddress parse(String url, String tailnet) {
    URI uri;
    try {
      uri = new URI(url.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("the base URL cannot be read; write https://HOST", e);
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the base URL holds a password that anybody on this machine can see; give the credential"
              + " in the environment");
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (!path.matches("/?|/api/v2/?") || uri.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "the base URL has a path; write scheme and host alone, as https://api.tailscale.com");
    }
    String host = uri.getHost() == null ? "" : uri.getHost();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return new HostedAddress(URI.create(uri.getScheme() + "://" + host + port), tailnet);
  }

  /// @param path below `/api/v2/`, encoded
  URI at(String path) {
    return URI.create(url + "/api/v2/" + path);
  }

  /// The path of something of the tailnet.
  public String of(String rest) {
    return "tailnet/" + encoded(tailnet) + "/" + rest;
  }

  /// One part of a path.
  public static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Whether another URL is the same server.
  boolean serves(URI other) {
    return url.getScheme().equalsIgnoreCase(String.valueOf(other.getScheme()))
        && url.getHost().equalsIgnoreCase(String.valueOf(other.getHost()))
        && port(url) == port(other);
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
  }
}
