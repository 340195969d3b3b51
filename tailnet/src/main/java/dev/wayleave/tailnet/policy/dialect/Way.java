package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.BitSet;
import java.util.Set;

/// A rule as a way of devices to what lies behind others.
///
/// @param viewers the devices that are its sources
/// @param covers the places to whose routes it leads
/// @param opens the places that it lets packets go to; none where it has capabilities alone
/// @param internet whether it names `autogroup:internet`
/// @param steers whether it has `via`
/// @param carriers the devices with one of the tags in `via`
record Way(
    String name,
    Position at,
    BitSet viewers,
    BitSet covers,
    BitSet opens,
    boolean internet,
    boolean steers,
    Set<Device> carriers) {
  Way {
    carriers = Set.copyOf(carriers);
  }

  /// Whether the rule steers a device's traffic along a route.
  boolean steers(Device viewer, BitSet route, boolean exit) {
    return steers && viewers.get(viewer.index()) && (exit ? internet : covers.intersects(route));
  }

  /// Whether the packet filter of a router lets a device's packets through to a route.
  boolean lets(Device viewer, Device router, BitSet route) {
    return viewers.get(viewer.index())
        && opens.intersects(route)
        && (!steers || carriers.contains(router));
  }
}
