package dev.wayleave.tailnet.policy.explain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Says in words what can be reached.
final class ReachWords {
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(Reach.ICMP, "icmp"),
          Map.entry(2, "igmp"),
          Map.entry(4, "ipv4"),
          Map.entry(Reach.TCP, "tcp"),
          Map.entry(8, "egp"),
          Map.entry(9, "igp"),
          Map.entry(Reach.UDP, "udp"),
          Map.entry(47, "gre"),
          Map.entry(50, "esp"),
          Map.entry(51, "ah"),
          Map.entry(Reach.ICMP_V6, "ipv6-icmp"),
          Map.entry(Reach.SCTP, "sctp"));

  /// As many closed ports are named instead of the open ones.
  private static final int FEW = 1024;

  private ReachWords() {}

  static String of(Reach reach) {
    if (reach.isEmpty()) {
      return "nothing";
    }
    List<String> parts = new ArrayList<>();
    NavigableMap<Integer, BitSet> left = new TreeMap<>(reach.ports());
    BitSet tcp = left.get(Reach.TCP);
    if (tcp != null && tcp.equals(left.get(Reach.UDP))) {
      left.keySet().removeAll(List.of(Reach.TCP, Reach.UDP));
      boolean ping = left.keySet().containsAll(List.of(Reach.ICMP, Reach.ICMP_V6));
      if (ping) {
        left.keySet().removeAll(List.of(Reach.ICMP, Reach.ICMP_V6));
      }
      parts.add(ports(tcp, ping ? "" : "tcp and udp "));
    }
    left.forEach((protocol, open) -> parts.add(protocol(protocol, open)));
    reach.capabilities().forEach(capability -> parts.add("capability " + capability));
    return String.join("; ", parts);
  }

  private static String ports(BitSet open, String protocols) {
    String all = "every " + protocols + "port";
    BitSet closed = (BitSet) open.clone();
    closed.flip(0, Reach.PORTS);
    if (closed.isEmpty()) {
      return all;
    }
    if (closed.cardinality() <= FEW) {
      return all + " but " + ranges(closed);
    }
    return protocols.isEmpty()
        ? (open.cardinality() == 1 ? "port " : "ports ") + ranges(open)
        : protocols + ranges(open);
  }

  private static String protocol(int number, BitSet open) {
    String name = name(number);
    boolean hasPorts = number == Reach.TCP || number == Reach.UDP || number == Reach.SCTP;
    return hasPorts ? ports(open, name + " ") : name;
  }

  /// The name of a protocol, or its number.
  static String name(int protocol) {
    return NAMES.getOrDefault(protocol, "protocol " + protocol);
  }

  private static String ranges(BitSet open) {
    List<String> ranges = new ArrayList<>();
    for (int first = open.nextSetBit(0); first >= 0; ) {
      int end = open.nextClearBit(first);
      ranges.add(end - first == 1 ? Integer.toString(first) : first + "-" + (end - 1));
      first = open.nextSetBit(end);
    }
    return String.join(", ", ranges);
  }
}
