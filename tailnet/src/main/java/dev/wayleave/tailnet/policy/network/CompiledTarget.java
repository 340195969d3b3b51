package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Selection;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import dev.wayleave.tailnet.policy.language.Allowance;
import java.util.BitSet;
import java.util.List;

/// A destination of a rule with what it means to each device.
///
/// `autogroup:self` is not among these: it means something else to every user.
sealed interface CompiledTarget {
  List<Allowance> allowances();

  /// The destinations that a device's packet filter lets in; empty where the target is elsewhere.
  List<String> entriesOn(Device device);

  /// The device's own addresses that the target covers.
  List<IpAddress> ownAddresses(Device device);

  /// The prefixes beyond its own addresses at which a device answers for the target.
  List<IpPrefix> routedPrefixes(Device device);

  /// Whether the target covers an address of a subnet; `*` covers all.
  boolean covers(AddressRange range);

  /// `*`.
  record Anywhere(List<Allowance> allowances) implements CompiledTarget {
    @Override
    public List<String> entriesOn(Device device) {
      return List.of("*");
    }

    @Override
    public List<IpAddress> ownAddresses(Device device) {
      return device.addresses();
    }

    @Override
    public List<IpPrefix> routedPrefixes(Device device) {
      return List.of();
    }

    @Override
    public boolean covers(AddressRange range) {
      return true;
    }
  }

  /// Devices by who they are; each lets packets in for its own addresses.
  record Members(List<Allowance> allowances, BitSet devices) implements CompiledTarget {
    @Override
    public List<String> entriesOn(Device device) {
      return devices.get(device.index()) ? device.addressTexts() : List.of();
    }

    @Override
    public List<IpAddress> ownAddresses(Device device) {
      return devices.get(device.index()) ? device.addresses() : List.of();
    }

    @Override
    public List<IpPrefix> routedPrefixes(Device device) {
      return List.of();
    }

    @Override
    public boolean covers(AddressRange range) {
      return false;
    }
  }

  /// Addresses by number: devices let packets in for those that they hold or route to.
  ///
  /// @param internet whether exit nodes answer for them
  record Numbered(
      List<Allowance> allowances, List<AddressRange> ranges, AddressSet set, boolean internet)
      implements CompiledTarget {
    @Override
    public List<String> entriesOn(Device device) {
      return ranges.stream().filter(r -> isOn(device, r)).map(this::text).toList();
    }

    /// As recorded, the internet is sent as ranges even where one of them is a prefix.
    private String text(AddressRange range) {
      return internet ? range.spelledOut() : range.toString();
    }

    private boolean isOn(Device device, AddressRange range) {
      return internet
          ? device.isExitNode()
          : isHeldBy(device, range) || isForwardedBy(device, range);
    }

    private static boolean isForwardedBy(Device device, AddressRange range) {
      return isRoutedBy(device, range) || isBeyond(device, range);
    }

    /// A literal IPv6 address of the tailnet names no device, as recorded from the hosted service:
    /// its twin in IPv4 does.
    private static boolean isHeldBy(Device device, AddressRange range) {
      return !(range.isSingle() && WellKnown.TAILNET_V6.contains(range))
          && device.addresses().stream().anyMatch(range::contains);
    }

    private static boolean isRoutedBy(Device device, AddressRange range) {
      return !device.subnets().isEmpty()
          && device.subnets().stream().map(AddressRange::of).anyMatch(range::overlaps);
    }

    /// Public addresses are reached through exit nodes.
    private static boolean isBeyond(Device device, AddressRange range) {
      return device.isExitNode()
          && WellKnown.INTERNET.stream().anyMatch(open -> open.contains(range));
    }

    @Override
    public List<IpAddress> ownAddresses(Device device) {
      return device.addresses().stream()
          .filter(a -> ranges.stream().anyMatch(r -> r.contains(a) && isHeldBy(device, r)))
          .toList();
    }

    @Override
    public List<IpPrefix> routedPrefixes(Device device) {
      return ranges.stream()
          .filter(range -> !internet && isRoutedBy(device, range))
          .flatMap(range -> range.prefixes().stream())
          .toList();
    }

    @Override
    public boolean covers(AddressRange range) {
      return !internet && set.overlaps(range);
    }
  }

  /// What a rule with `via` leaves of a target: subnets and the internet, on routers with one of
  /// the tags.
  record Routed(CompiledTarget target, BitSet routers) implements CompiledTarget {
    @Override
    public List<Allowance> allowances() {
      return target.allowances();
    }

    @Override
    public List<String> entriesOn(Device device) {
      if (!routers.get(device.index()) || !(target instanceof Numbered numbered)) {
        return List.of();
      }
      return numbered.ranges().stream()
          .filter(
              r -> numbered.internet() ? device.isExitNode() : Numbered.isForwardedBy(device, r))
          .map(numbered::text)
          .toList();
    }

    @Override
    public List<IpAddress> ownAddresses(Device device) {
      return List.of();
    }

    @Override
    public List<IpPrefix> routedPrefixes(Device device) {
      return List.of();
    }

    @Override
    public boolean covers(AddressRange range) {
      return target instanceof Numbered && target.covers(range);
    }
  }

  /// What a selection means as a destination; nothing for `autogroup:self`.
  static CompiledTarget of(Selection selection, List<Allowance> allowances) {
    return switch (selection) {
      case Selection.Everything _, Selection.AnyAddress _ -> new Anywhere(allowances);
      case Selection.Devices(List<Device> devices) -> new Members(allowances, bits(devices));
      case Selection.Addresses(List<AddressRange> ranges, boolean internet) ->
          new Numbered(allowances, ranges, AddressSet.of(ranges), internet);
      case Selection.Self _ -> new Members(allowances, new BitSet());
    };
  }

  private static BitSet bits(List<Device> devices) {
    BitSet bits = new BitSet();
    devices.forEach(device -> bits.set(device.index()));
    return bits;
  }
}
