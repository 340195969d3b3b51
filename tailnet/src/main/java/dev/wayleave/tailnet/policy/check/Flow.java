package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.model.IpAddress;
import java.util.Set;

/// What one packet is about.
///
/// @param protocol the IANA number
/// @param port the destination's; without meaning where the protocol has none
public record Flow(IpAddress source, IpAddress destination, int protocol, int port) {
  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int ICMP_V6 = 58;
  public static final int SCTP = 132;

  /// What a rule means that names no protocol: clients read it so.
  static final Set<Integer> UNNAMED = Set.of(TCP, UDP, ICMP, ICMP_V6);

  /// Whether the protocol has ports.
  boolean hasPort() {
    return protocol == TCP || protocol == UDP || protocol == SCTP;
  }
}
