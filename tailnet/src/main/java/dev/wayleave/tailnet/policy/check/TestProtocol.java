package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.policy.language.ProtocolNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The protocol of a test.
///
/// @param numbers IANA numbers; access by any of them is access
record TestProtocol(List<Integer> numbers) {
  /// As documented, a test that names none asks for TCP or UDP.
  private static final TestProtocol UNNAMED = new TestProtocol(List.of(Flow.TCP, Flow.UDP));

  /// `icmp` asks whether a ping gets through, in either family.
  private static final TestProtocol PING = new TestProtocol(List.of(Flow.ICMP, Flow.ICMP_V6));

  private static final Set<Integer> WITH_PORTS = Set.of(Flow.TCP, Flow.UDP, Flow.SCTP);

  static Optional<TestProtocol> parse(String text) {
    String name = text.strip();
    if (name.isEmpty()) {
      return Optional.of(UNNAMED);
    }
    return ProtocolNames.find(name)
        .map(named ->
            named.numbers().contains(Flow.ICMP) ? PING : new TestProtocol(named.numbers()));
  }

  /// Whether a test must name a port other than 0.
  boolean hasPorts() {
    return numbers.stream().anyMatch(WITH_PORTS::contains);
  }
}
