package dev.wayleave.coordinator.route;

import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.network.PrimaryChoice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The router that carried a subnet's traffic before, while it can; else the oldest that can. Where
/// none answers, the same among those that are online, and where none is, among all.
///
/// Who was replaced comes back only when its successor fails, so that a router which comes and goes
/// does not take everybody's connections with it each time.
public final class StickyChoice implements PrimaryChoice {
  private final Map<IpPrefix, NodeId> before;
  private final Presence presence;

  private StickyChoice(Map<IpPrefix, NodeId> before, Presence presence) {
    this.before = before;
    this.presence = presence;
  }

  /// The choice that goes on from an earlier one.
  ///
  /// @param primaries who carried each subnet's traffic until now
  /// @param shared the last word of all replicas on that, where there is one
  /// @param presence who can carry any
  public static StickyChoice after(
      Map<IpPrefix, Device> primaries, Map<IpPrefix, NodeId> shared, Presence presence) {
    Map<IpPrefix, NodeId> before = new HashMap<>();
    primaries.forEach((subnet, router) -> before.put(subnet, router.id()));
    before.putAll(shared);
    return new StickyChoice(before, presence);
  }

  @Override
  public Optional<Device> choose(IpPrefix subnet, List<Device> routers) {
    return among(subnet, routers, router -> presence.isReachable(router.id()))
        .or(() -> among(subnet, routers, router -> presence.isOnline(router.id())))
        .or(() -> among(subnet, routers, _ -> true));
  }

  private Optional<Device> among(IpPrefix subnet, List<Device> routers, Predicate<Device> able) {
    List<Device> candidates = routers.stream().filter(able).toList();
    return candidates.stream()
        .filter(router -> router.id().equals(before.get(subnet)))
        .findFirst()
        .or(() -> OLDEST.choose(subnet, candidates));
  }
}
