package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.network.PrimaryChoice;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Tells by which routers Headscale leads a device to a network, since 0.29 and with `via`.
///
/// Read in its source: `ViaRoutesForPeer` of `hscontrol/policy/v2` and `RoutesForPeer` of
/// `hscontrol/state`. Which of several equal routers carries a subnet depends on who is connected,
/// and is taken to be the same there and here.
final class SourceOffers {
  private final List<Way> ways;
  private final List<Device> devices;

  SourceOffers(List<Way> ways, List<Device> devices) {
    this.ways = ways;
    this.devices = devices;
  }

  /// Whether a router is on a device's list for a route, and lets its packets through.
  boolean leads(Device viewer, Device router, Route route) {
    boolean regular =
        ways.stream().anyMatch(way -> !way.steers() && way.lets(viewer, router, route.places()));
    boolean named =
        ways.stream().anyMatch(way -> way.steers() && way.lets(viewer, router, route.places()));
    return (regular || named) && isOffered(viewer, router, route, regular);
  }

  private boolean isOffered(Device viewer, Device router, Route route, boolean regular) {
    boolean primary = !route.exit() && isPrimary(router, route.prefix(), devices);
    boolean included = false;
    boolean excluded = false;
    for (Way way : ways) {
      if (way.steers(viewer, route.places(), route.exit())) {
        included |= way.carriers().contains(router);
        excluded |= !way.carriers().contains(router);
      }
    }
    if (included && !route.exit() && isOutranked(viewer, router, route)) {
      included = false;
      excluded = true;
    }
    boolean shared = isShared(viewer, route);
    boolean asUsual = regular && (route.exit() || primary) && (!excluded || shared);
    boolean asNamed = included && (route.exit() || primary || !shared);
    boolean fellow = primary && viewer.subnets().contains(route.prefix());
    return asUsual || asNamed || fellow;
  }

  /// Whether any rule that steers the device there names routers of which another comes first.
  /// Rules that name different routers so cancel each other out.
  private boolean isOutranked(Device viewer, Device router, Route route) {
    for (Way way : ways) {
      if (way.steers(viewer, route.places(), false)) {
        List<Device> carriers =
            way.carriers().stream().filter(d -> d.subnets().contains(route.prefix())).toList();
        if (!carriers.isEmpty() && !isPrimary(router, route.prefix(), carriers)) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether a rule without `via` leads the device there too. An exit route is every address to
  /// this question.
  private boolean isShared(Device viewer, Route route) {
    return ways.stream()
        .anyMatch(way ->
            !way.steers()
                && way.viewers().get(viewer.index())
                && way.covers().intersects(route.everything()));
  }

  private static boolean isPrimary(Device router, IpPrefix route, List<Device> among) {
    List<Device> routers = among.stream().filter(d -> d.subnets().contains(route)).toList();
    Optional<Device> first = PrimaryChoice.OLDEST.choose(route, routers);
    return first.filter(router::equals).isPresent();
  }

  /// A route with the places to which it leads.
  ///
  /// @param everything all places of its addresses, whoever carries them
  record Route(IpPrefix prefix, boolean exit, BitSet places, BitSet everything) {}
}
