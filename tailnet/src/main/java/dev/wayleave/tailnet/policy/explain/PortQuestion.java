package dev.wayleave.tailnet.policy.explain;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which ports of a destination a question is about.
///
/// @param protocol null for any
/// @param port null for any
record PortQuestion(@Nullable Integer protocol, @Nullable Integer port) {
  private static final Map<String, Integer> PROTOCOLS =
      Map.of("tcp", Reach.TCP, "udp", Reach.UDP, "sctp", Reach.SCTP, "icmp", Reach.ICMP);

  /// A destination with the question after it.
  record Asked(String place, PortQuestion question) {}

  /// Reads `[PROTOCOL:]PLACE[:PORT]`; an IPv6 address with a port stands in brackets.
  static Asked parse(String text) throws PlaceException {
    int colon = text.indexOf(':');
    Integer protocol =
        colon < 0 ? null : PROTOCOLS.get(text.substring(0, colon).toLowerCase(Locale.ROOT));
    String rest = protocol == null ? text : text.substring(colon + 1);
    int last = rest.lastIndexOf(':');
    boolean bracketed = rest.startsWith("[");
    boolean plainV6 = !bracketed && rest.indexOf("::") >= 0;
    String digits = rest.substring(last + 1);
    boolean hasPort =
        last > 0
            && !plainV6
            && (digits.equals("*") || digits.matches("[0-9]+"))
            && !rest.substring(0, last).equals("tag");
    String place = hasPort ? rest.substring(0, last) : rest;
    if (bracketed && place.endsWith("]")) {
      place = place.substring(1, place.length() - 1);
    }
    Integer port = hasPort && !digits.equals("*") ? port(digits) : null;
    return new Asked(place, new PortQuestion(protocol, port));
  }

  private static Integer port(String digits) throws PlaceException {
    int port = digits.length() > 5 ? Reach.PORTS : Integer.parseInt(digits);
    if (port >= Reach.PORTS) {
      throw new PlaceException("port %s is outside 0..65535.".formatted(digits));
    }
    return port;
  }

  /// Whether what is reached answers the question.
  boolean isMetBy(Reach reach) {
    if (protocol == null) {
      return port == null ? !reach.isEmpty() : reach.allows(port);
    }
    return port == null ? reach.ports().containsKey(protocol) : reach.allows(protocol, port);
  }

  /// Whether Tailscale SSH may be meant.
  boolean isSsh() {
    return port != null && port == 22 && (protocol == null || protocol == Reach.TCP);
  }

  /// For a sentence, for example `tcp 22`, `port 22` or `any port`.
  @Override
  @JsonValue
  public String toString() {
    String name = protocol == null ? "" : ReachWords.name(protocol);
    if (port == null) {
      return protocol == null ? "any port" : name;
    }
    return (protocol == null ? "port" : name) + " " + port;
  }
}
