package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.Selection;
import dev.wayleave.tailnet.policy.language.Selector;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A selector in a rule with what it means.
///
/// @param devices the indices of the devices, where it means devices
record Word(Selector selector, Selection selection, BitSet devices) {
  static Word of(Selector selector, Resolver resolver) {
    Selection selection = resolver.resolve(selector);
    BitSet devices = new BitSet();
    if (selection instanceof Selection.Devices(List<Device> chosen)) {
      chosen.forEach(device -> devices.set(device.index()));
    }
    return new Word(selector, selection, devices);
  }

  boolean meansSource(Endpoint source, TailnetAddresses tailnet) {
    return switch (selection) {
      case Selection.Devices _ -> isAmong(source.device());
      case Selection.Addresses(var ranges, _) -> contains(ranges, source);
      case Selection.Everything _ -> tailnet.contains(source);
      case Selection.AnyAddress _ -> true;
      // Only a destination can be one's own.
      case Selection.Self _ -> false;
    };
  }

  boolean meansDestination(Endpoint destination, Endpoint source) {
    return switch (selection) {
      case Selection.Devices _ -> isAmong(destination.device());
      case Selection.Addresses(var ranges, _) -> contains(ranges, destination);
      case Selection.Everything _, Selection.AnyAddress _ -> true;
      case Selection.Self _ -> destination.isSelfOf(source);
    };
  }

  boolean isSelf() {
    return selection instanceof Selection.Self;
  }

  /// Whether it means addresses by number, as what lies behind routers is meant.
  boolean meansAddresses() {
    return selection instanceof Selection.Addresses;
  }

  /// Whether what it means is reached through exit nodes.
  boolean isInternet() {
    return selection instanceof Selection.Addresses(_, boolean internet) && internet;
  }

  private boolean isAmong(@Nullable Device device) {
    return device != null && devices.get(device.index());
  }

  private static boolean contains(List<AddressRange> ranges, Endpoint end) {
    return ranges.stream().anyMatch(range -> range.contains(end.address()));
  }
}
