package dev.wayleave.tailnet.policy.language;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The IP protocols that a rule may name, with their IANA numbers.
///
/// Names and messages are those of Tailscale's `types/ipproto`; `fc` is Headscale's.
public final class ProtocolNames {
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("ah", 51),
          Map.entry("dccp", 33),
          Map.entry("egp", 8),
          Map.entry("esp", 50),
          Map.entry("fc", 133),
          Map.entry("gre", 47),
          Map.entry("icmp", 1),
          Map.entry("icmpv4", 1),
          Map.entry("icmpv6", 58),
          Map.entry("igmp", 2),
          Map.entry("igp", 9),
          Map.entry("ip-in-ip", 4),
          Map.entry("ipv4", 4),
          Map.entry("ipv6-icmp", 58),
          Map.entry("sctp", 132),
          Map.entry("tcp", 6),
          Map.entry("udp", 17));

  private ProtocolNames() {}

  /// Reads a name in any letter case or a number; the empty text names no protocol.
  static Protocol parse(String text) throws Refusal {
    if (text.isEmpty()) {
      return Protocol.UNNAMED;
    }
    Integer known = NUMBERS.get(text.toLowerCase(Locale.ROOT));
    return new Protocol(List.of(known != null ? known : number(text)));
  }

  /// The protocol of a name or number as rules name it, and nothing where there is none.
  public static Optional<Protocol> find(String text) {
    try {
      return Optional.of(parse(text));
    } catch (Refusal _) {
      return Optional.empty();
    }
  }

  private static int number(String text) throws Refusal {
    boolean digits = text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || Integer.parseInt(text) > 255) {
      throw new Refusal("proto name " + Quoted.of(text) + " not known; use protocol number 0-255");
    }
    int number = Integer.parseInt(text);
    if (number == 99) {
      throw new Refusal("IP protocol 99 is reserved for use by Tailscale");
    }
    if (text.charAt(0) == '0' && text.length() > 1) {
      throw new Refusal("leading 0 not permitted in protocol number " + Quoted.of(text));
    }
    return number;
  }

  /// Whether rules may name ports of the protocol; of an unnamed one they may.
  static boolean hasPorts(Protocol protocol) {
    return protocol.numbers().stream().allMatch(number -> List.of(6, 17, 132).contains(number));
  }
}
