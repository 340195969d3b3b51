package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.network.NetworkPolicy;
import java.util.List;

/// Finds the routers and exit nodes by which addresses are reached.
final class Carriers {
  private final NetworkPolicy network;
  private final Directory directory;

  Carriers(NetworkPolicy network, Directory directory) {
    this.network = network;
    this.directory = directory;
  }

  /// The subnet routers towards addresses, or where there is none, the exit nodes.
  List<Device> towards(AddressRange range) {
    List<Device> routers =
        directory.devices().stream().filter(device -> routes(device.subnets(), range)).toList();
    return routers.isEmpty()
        ? directory.devices().stream().filter(device -> routes(device.exitRoutes(), range)).toList()
        : routers;
  }

  /// Whether a device is among those by which addresses are reached.
  boolean leads(Device carrier, AddressRange range) {
    return routes(carrier.subnets(), range)
        || (routes(carrier.exitRoutes(), range) && !areRouters(range));
  }

  /// Whether any subnet router leads to addresses, exit nodes aside.
  boolean areRouters(AddressRange range) {
    return directory.devices().stream().anyMatch(device -> routes(device.subnets(), range));
  }

  private static boolean routes(List<IpPrefix> prefixes, AddressRange range) {
    return prefixes.stream().anyMatch(prefix -> AddressRange.of(prefix).contains(range));
  }

  /// Whether a device's traffic to addresses goes by a carrier.
  boolean carries(Device device, Device carrier, AddressRange range) {
    return routes(network.subnetsBy(device, carrier), range)
        || routes(network.exitsBy(device, carrier), range);
  }
}
