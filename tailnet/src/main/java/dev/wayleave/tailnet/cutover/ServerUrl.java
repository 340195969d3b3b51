package dev.wayleave.tailnet.cutover;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The URL that clients hold, as far as they dial by it.
///
/// @param host in lower case; an IPv6 address in its brackets
/// @param port the one it names, else the usual one
record ServerUrl(boolean encrypted, String host, int port) {
  private static final Pattern FORM =
      Pattern.compile(
          "(https?)://(\\[[0-9a-f:.]+]|[^\\s/?#:@\\[\\]]+)(?::(\\d{1,5}))?(?:[/?#]\\S*)?",
          Pattern.CASE_INSENSITIVE);
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  static Optional<ServerUrl> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    boolean encrypted = parts.group(1).equalsIgnoreCase("https");
    String port = parts.group(3);
    int usual = encrypted ? HTTPS : HTTP;
    return Optional.of(
        new ServerUrl(
            encrypted,
            parts.group(2).toLowerCase(Locale.ROOT),
            port == null ? usual : Integer.parseInt(port)));
  }
}
