package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.language.Allowance;
import dev.wayleave.tailnet.policy.language.PortRange;
import java.util.List;
import java.util.stream.Stream;

/// What a rule opens: ports of one IP protocol.
///
/// Clients let ICMP through to every address to which anything is open, whatever protocols a rule
/// names, so that ICMP makes no difference of its own.
record Channel(int protocol, PortRange ports) {
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMP_V6 = 58;
  private static final int SCTP = 132;

  /// What opens with ICMP alone.
  static final Channel PING = new Channel(ICMP, PortRange.ALL);

  /// The channels of protocol numbers; none named means TCP and UDP.
  static List<Channel> of(List<Integer> protocols, List<PortRange> ports) {
    List<Integer> numbers = protocols.isEmpty() ? List.of(TCP, UDP) : protocols;
    return Stream.concat(
            Stream.of(PING),
            numbers.stream()
                .filter(number -> number != ICMP && number != ICMP_V6)
                .flatMap(number -> ports.stream().map(range -> of(number, range))))
        .distinct()
        .toList();
  }

  static List<Channel> of(List<Allowance> allowances) {
    return allowances.stream()
        .flatMap(a -> of(a.protocol().numbers(), List.of(a.ports())).stream())
        .distinct()
        .toList();
  }

  /// Protocols without ports have all of them.
  private static Channel of(int protocol, PortRange ports) {
    boolean hasPorts = protocol == TCP || protocol == UDP || protocol == SCTP;
    return new Channel(protocol, hasPorts ? ports : PortRange.ALL);
  }

  /// `tcp 22`, `udp *`, `ping`, `protocol 47`.
  @Override
  public String toString() {
    return switch (protocol) {
      case ICMP -> "ping";
      case TCP -> "tcp " + ports;
      case UDP -> "udp " + ports;
      case SCTP -> "sctp " + ports;
      default -> "protocol " + protocol;
    };
  }
}
