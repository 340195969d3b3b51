package dev.wayleave.tailnet.policy.language;

import java.util.List;

/// A destination of `acls`: a host and ports, the last colon between them.
///
/// IPv6 addresses may stand in square brackets or not: `[fd7a::1]:22`, `fd7a::1:22`,
/// `[fd7a::]/64:*`.
record Destination(String host, List<PortRange> ports) {
  static Destination parse(String text) throws Refusal {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new Refusal("hostport must contain a colon (\":\")");
    }
    String host = text.substring(0, colon).strip();
    if (host.indexOf(',') >= 0) {
      throw new Refusal("host cannot contain a comma (\",\")");
    }
    return new Destination(unbracketed(host), PortList.several(text.substring(colon + 1).strip()));
  }

  private static String unbracketed(String host) throws Refusal {
    if (!host.startsWith("[")) {
      return host;
    }
    int close = host.indexOf(']');
    String address = close < 0 ? "" : host.substring(1, close);
    String rest = close < 0 ? "" : host.substring(close + 1);
    if (address.indexOf(':') < 0 || !(rest.isEmpty() || rest.startsWith("/"))) {
      throw new Refusal(Quoted.of(host) + ": invalid address");
    }
    return address + rest;
  }
}
