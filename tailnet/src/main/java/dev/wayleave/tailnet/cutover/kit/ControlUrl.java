package dev.wayleave.tailnet.cutover.kit;

import java.util.regex.Pattern;

/// The URL of a control server, of characters that mean nothing in any language the kit writes.
public record ControlUrl(String text) {
  private static final Pattern FORM =
      Pattern.compile(
          "https?://(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?");

  /// What clients of the hosted plane hold.
  public static final ControlUrl HOSTED = new ControlUrl("https://controlplane.tailscale.com");

  public ControlUrl {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "the URL of a control server is http:// or https:// with a host, and perhaps a port and a"
              + " path of letters, digits and . _ ~ / -");
    }
    text = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public String toString() {
    return text;
  }
}
