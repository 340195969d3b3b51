package dev.wayleave.tailnet.policy.explain;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.wayleave.tailnet.policy.language.Allowance;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What can be reached at a destination: ports by protocol, and application capabilities.
public final class Reach {
  static final int ICMP = 1;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int ICMP_V6 = 58;
  static final int SCTP = 132;
  static final int PORTS = 65536;

  /// What clients understand where a rule names no protocol.
  private static final List<Integer> UNNAMED = List.of(ICMP, TCP, UDP, ICMP_V6);

  private static final Set<Integer> WITH_PORTS = Set.of(TCP, UDP, SCTP);

  public static final Reach NOTHING = new Reach(new TreeMap<>(), new TreeSet<>());

  private final NavigableMap<Integer, BitSet> ports;
  private final NavigableSet<String> capabilities;

  private Reach(NavigableMap<Integer, BitSet> ports, NavigableSet<String> capabilities) {
    this.ports = ports;
    this.capabilities = capabilities;
  }

  /// What a rule allows at one of its destinations.
  public static Reach of(Collection<Allowance> allowances) {
    NavigableMap<Integer, BitSet> ports = new TreeMap<>();
    for (Allowance allowance : allowances) {
      List<Integer> protocols = allowance.protocol().numbers();
      for (int protocol : protocols.isEmpty() ? UNNAMED : protocols) {
        BitSet into = ports.computeIfAbsent(protocol, _ -> new BitSet());
        if (WITH_PORTS.contains(protocol)) {
          into.set(allowance.ports().first(), allowance.ports().last() + 1);
        } else {
          into.set(0);
        }
      }
    }
    return new Reach(ports, new TreeSet<>());
  }

  /// Application capabilities: one for each value of each name.
  static Reach of(Map<String, JsonArray> app) {
    NavigableSet<String> capabilities = new TreeSet<>();
    app.forEach((name, values) -> {
      if (values.elements().isEmpty()) {
        capabilities.add(name);
      }
      for (Json value : values.elements()) {
        String json = value.toJson();
        capabilities.add(json.equals("{}") ? name : name + " " + json);
      }
    });
    return new Reach(new TreeMap<>(), capabilities);
  }

  public boolean isEmpty() {
    return ports.isEmpty() && capabilities.isEmpty();
  }

  /// Whether a packet may pass.
  ///
  /// @param protocol an IANA number
  /// @param port asked only where the protocol has ports
  public boolean allows(int protocol, int port) {
    BitSet open = ports.get(protocol);
    return open != null && (!WITH_PORTS.contains(protocol) || open.get(port));
  }

  /// Whether a port is open in TCP or UDP.
  public boolean allows(int port) {
    return allows(TCP, port) || allows(UDP, port);
  }

  public Reach plus(Reach other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    NavigableMap<Integer, BitSet> sum = copy(ports);
    other.ports.forEach(
        (protocol, open) -> sum.computeIfAbsent(protocol, _ -> new BitSet()).or(open));
    NavigableSet<String> all = new TreeSet<>(capabilities);
    all.addAll(other.capabilities);
    return new Reach(sum, all);
  }

  public Reach minus(Reach other) {
    if (equals(other)) {
      return NOTHING;
    }
    NavigableMap<Integer, BitSet> rest = copy(ports);
    other.ports.forEach((protocol, open) -> {
      BitSet left = rest.get(protocol);
      if (left != null) {
        left.andNot(open);
      }
    });
    rest.values().removeIf(BitSet::isEmpty);
    NavigableSet<String> left = new TreeSet<>(capabilities);
    left.removeAll(other.capabilities);
    return new Reach(rest, left);
  }

  private static NavigableMap<Integer, BitSet> copy(NavigableMap<Integer, BitSet> ports) {
    NavigableMap<Integer, BitSet> copy = new TreeMap<>();
    ports.forEach((protocol, open) -> copy.put(protocol, (BitSet) open.clone()));
    return copy;
  }

  NavigableMap<Integer, BitSet> ports() {
    return ports;
  }

  NavigableSet<String> capabilities() {
    return capabilities;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reach reach
        && ports.equals(reach.ports)
        && capabilities.equals(reach.capabilities);
  }

  @Override
  public int hashCode() {
    return 31 * ports.hashCode() + capabilities.hashCode();
  }

  /// In words, for example `tcp 22, 443; udp 53`, `port 80`, `every port` or `nothing`.
  @Override
  @JsonValue
  public String toString() {
    return ReachWords.of(this);
  }
}
