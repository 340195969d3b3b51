package dev.wayleave.tailnet.policy.address;

import dev.wayleave.tailnet.model.IpAddress;
import java.util.Optional;

/// The addresses next to an address.
final class Neighbours {
  private Neighbours() {}

  /// The address after, or nothing after the last of its family.
  static Optional<IpAddress> after(IpAddress address) {
    return switch (address) {
      case IpAddress.V4(int value) ->
          value == -1 ? Optional.empty() : Optional.of(new IpAddress.V4(value + 1));
      case IpAddress.V6(long high, long low) ->
          low != -1
              ? Optional.of(new IpAddress.V6(high, low + 1))
              : high != -1 ? Optional.of(new IpAddress.V6(high + 1, 0)) : Optional.empty();
    };
  }

  /// The address before, or nothing before the first of its family.
  static Optional<IpAddress> before(IpAddress address) {
    return switch (address) {
      case IpAddress.V4(int value) ->
          value == 0 ? Optional.empty() : Optional.of(new IpAddress.V4(value - 1));
      case IpAddress.V6(long high, long low) ->
          low != 0
              ? Optional.of(new IpAddress.V6(high, low - 1))
              : high != 0 ? Optional.of(new IpAddress.V6(high - 1, -1)) : Optional.empty();
    };
  }
}
