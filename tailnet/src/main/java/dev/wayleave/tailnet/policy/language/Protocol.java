package dev.wayleave.tailnet.policy.language;

import java.util.List;

/// The protocols that a rule allows.
///
/// @param numbers IANA protocol numbers as sent to clients; empty where the rule names none, which
///   clients read as TCP, UDP and ICMP
public record Protocol(List<Integer> numbers) {
  /// No protocol is named.
  public static final Protocol UNNAMED = new Protocol(List.of());

  public Protocol {
    numbers = List.copyOf(numbers);
  }
}
