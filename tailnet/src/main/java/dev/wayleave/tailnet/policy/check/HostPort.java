package dev.wayleave.tailnet.policy.check;

import java.util.Optional;

/// A destination of a test: `HOST:PORT`, with an IPv6 address in brackets.
record HostPort(String host, int port) {
  private static final int MAX_DIGITS = 5;

  /// Nothing where the text has another form: a test takes one port, neither a list, nor a range,
  /// nor `*`. Port 0 is for protocols without ports.
  static Optional<HostPort> parse(String text) {
    String trimmed = text.strip();
    int colon = trimmed.lastIndexOf(':');
    if (colon <= 0) {
      return Optional.empty();
    }
    String host = trimmed.substring(0, colon);
    String digits = trimmed.substring(colon + 1);
    if (!isNumber(digits) || Integer.parseInt(digits) > 65535) {
      return Optional.empty();
    }
    return unbracketed(host).map(name -> new HostPort(name, Integer.parseInt(digits)));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// The host without brackets. Two colons in a bare host are an IPv6 address of which no one could
  /// tell where it ends.
  private static Optional<String> unbracketed(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return Optional.of(host.substring(1, host.length() - 1));
    }
    boolean bareIpv6 = host.indexOf(':') != host.lastIndexOf(':') && !host.contains("@");
    return bareIpv6 ? Optional.empty() : Optional.of(host);
  }
}
