package dev.wayleave.tailnet.policy.language;

import java.util.ArrayList;
import java.util.List;

/// The ports of a rule: `*`, `443`, `80-90`, or in `acls` several of them between commas.
///
/// The messages are those of `parseHostPortRange` in Tailscale's `tailcfg`.
final class PortList {
  private PortList() {}

  /// Reads ports between commas.
  static List<PortRange> several(String text) throws Refusal {
    if (text.equals("*")) {
      return List.of(PortRange.ALL);
    }
    List<PortRange> found = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (part.isBlank()) {
        throw new Refusal("invalid port list: " + Quoted.of(text));
      }
      found.add(range(part.strip()));
    }
    return found;
  }

  /// Reads one port or range of ports.
  static PortRange one(String text) throws Refusal {
    if (text.equals("*")) {
      return PortRange.ALL;
    }
    if (text.isEmpty()) {
      throw new Refusal("invalid port list: " + Quoted.of(text));
    }
    return range(text);
  }

  private static PortRange range(String text) throws Refusal {
    int dash = text.indexOf('-');
    if (dash >= 0 && text.indexOf('-', dash + 1) >= 0) {
      throw refusal(text, "too many dashes(-)");
    }
    int first = port(dash < 0 ? text : text.substring(0, dash));
    if (first < 0) {
      throw refusal(text, "invalid first integer");
    }
    int last = dash < 0 ? first : port(text.substring(dash + 1));
    if (last < 0) {
      throw refusal(text, "invalid last integer");
    }
    if (first == 0) {
      throw refusal(text, "first port must be >0, or use '*' for wildcard");
    }
    if (first > last) {
      // Sic: this is how the hosted service says it.
      throw refusal(text, "first port must be >= last port");
    }
    return new PortRange(first, last);
  }

  private static Refusal refusal(String range, String why) {
    return new Refusal("port range " + Quoted.of(range) + ": " + why);
  }

  /// The number, -1 where the text is none from 0 to 65535.
  private static int port(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length() && value >= 0; i++) {
      value = value * 10 + digits.charAt(i) - '0';
      value = value > 65535 ? -1 : value;
    }
    return value;
  }
}
