package dev.wayleave.tailnet.policy.directory;

import dev.wayleave.tailnet.policy.address.AddressRange;
import java.util.List;

/// What a selector means on a tailnet.
public sealed interface Selection {
  /// Nobody and nothing.
  Selection NOTHING = new Devices(List.of());

  /// Devices by who they are, each with all its addresses, in the directory's order.
  record Devices(List<Device> devices) implements Selection {
    public Devices {
      devices = List.copyOf(devices);
    }
  }

  /// Addresses by number, whoever has them.
  ///
  /// @param internet whether they are reached through exit nodes, as those of `autogroup:internet`
  ///   are
  record Addresses(List<AddressRange> ranges, boolean internet) implements Selection {
    public Addresses {
      ranges = List.copyOf(ranges);
    }
  }

  /// `*`: as a source the tailnet and its approved subnet routes, as a destination any address.
  record Everything() implements Selection {}

  /// `autogroup:danger-all`: every address there is.
  record AnyAddress() implements Selection {}

  /// `autogroup:self`: the devices of the other side's user.
  record Self() implements Selection {}
}
