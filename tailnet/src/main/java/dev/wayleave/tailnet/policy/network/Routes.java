package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Which routes each device is told of, and which router carries them.
final class Routes {
  private record Hop(int router, IpPrefix subnet) {}

  private final List<CompiledRule> rules;
  private final PrimaryChoice choice;
  private final Map<IpPrefix, List<Device>> routersOf = new HashMap<>();
  private final Map<IpPrefix, Device> primaries = new HashMap<>();
  private final Map<Hop, BitSet> users = new ConcurrentHashMap<>();
  private final Map<Integer, BitSet> exitUsers = new ConcurrentHashMap<>();
  private final Map<IpPrefix, Steering> steerings = new ConcurrentHashMap<>();
  private final boolean anyVia;

  Routes(List<CompiledRule> rules, List<Device> routers, PrimaryChoice choice) {
    this.rules = rules;
    this.choice = choice;
    this.anyVia = rules.stream().anyMatch(rule -> !rule.rule().via().isEmpty());
    routersOf.putAll(
        routers.stream()
            .flatMap(r -> r.subnets().stream().map(subnet -> Map.entry(subnet, r)))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
    routersOf.forEach(
        (subnet, all) -> choice.choose(subnet, all).ifPresent(p -> primaries.put(subnet, p)));
  }

  /// The devices that route a subnet.
  List<Device> routersOf(IpPrefix subnet) {
    return routersOf.getOrDefault(subnet, List.of());
  }

  /// The subnets for which a device is the primary router.
  List<IpPrefix> primaryOn(Device device) {
    return device.subnets().stream()
        .filter(subnet -> device.equals(primaries.get(subnet)))
        .toList();
  }

  /// The subnets that a viewer reaches by way of a peer.
  List<IpPrefix> subnetsBy(Device viewer, Device peer) {
    if (peer.subnets().isEmpty()) {
      return List.of();
    }
    return peer.subnets().stream()
        .filter(subnet -> carries(viewer, peer, subnet))
        .filter(subnet -> uses(viewer, peer, subnet))
        .toList();
  }

  /// The exit routes of a peer that a viewer may use.
  List<IpPrefix> exitsBy(Device viewer, Device peer) {
    return peer.isExitNode() && exitUsersOf(peer).get(viewer.index())
        ? peer.exitRoutes()
        : List.of();
  }

  /// Whether a peer is the viewer's router for a subnet. A rule with `via` names the routers of its
  /// sources, unless another rule lets them reach the subnet by any router.
  private boolean carries(Device viewer, Device peer, IpPrefix subnet) {
    Optional<Device> steered = anyVia ? steered(viewer, subnet) : Optional.empty();
    return peer.equals(steered.orElse(primaries.get(subnet)));
  }

  private Optional<Device> steered(Device viewer, IpPrefix subnet) {
    Steering steering = steerings.computeIfAbsent(subnet, s -> Steering.of(rules, s));
    BitSet named = steering.carriersFor(viewer);
    List<Device> candidates =
        routersOf(subnet).stream().filter(router -> named.get(router.index())).toList();
    return candidates.isEmpty() ? Optional.empty() : choice.choose(subnet, candidates);
  }

  /// Whether traffic between a viewer and a subnet is allowed in any direction. A router of the
  /// same subnet is told of it too, to stand in for the other.
  private boolean uses(Device viewer, Device peer, IpPrefix subnet) {
    return viewer.subnets().contains(subnet)
        || users
            .computeIfAbsent(new Hop(peer.index(), subnet), _ -> usersOf(peer, subnet))
            .get(viewer.index());
  }

  private BitSet usersOf(Device peer, IpPrefix subnet) {
    AddressRange range = AddressRange.of(subnet);
    BitSet found = new BitSet();
    for (CompiledRule rule : rules) {
      if (rule.reaches(peer) && lets(rule, peer, range)) {
        found.or(rule.sources().devices());
      }
      if (rule.sources().overlap(range)) {
        found.or(rule.reached());
      }
      if (hasCompanion(rule) && rule.targets().stream().anyMatch(t -> t.covers(range))) {
        found.or(rule.sources().devices());
      }
    }
    return found;
  }

  private static boolean lets(CompiledRule rule, Device peer, AddressRange range) {
    return rule.targets().stream()
        .anyMatch(target ->
            !target.allowances().isEmpty()
                && target.covers(range)
                && !target.entriesOn(peer).isEmpty());
  }

  private static boolean hasCompanion(CompiledRule rule) {
    return !Companions.of(rule.rule().app().keySet()).isEmpty();
  }

  private BitSet exitUsersOf(Device peer) {
    return exitUsers.computeIfAbsent(peer.index(), _ -> findExitUsers(peer));
  }

  private BitSet findExitUsers(Device peer) {
    BitSet found = new BitSet();
    for (CompiledRule rule : rules) {
      if (rule.reaches(peer)
          && rule.targets().stream().anyMatch(t -> isOpen(t) && !t.entriesOn(peer).isEmpty())) {
        found.or(rule.sources().devices());
      }
    }
    return found;
  }

  /// Whether a target lets traffic out to the whole internet.
  private static boolean isOpen(CompiledTarget target) {
    return !target.allowances().isEmpty()
        && switch (target) {
          case CompiledTarget.Anywhere _ -> true;
          case CompiledTarget.Members _ -> false;
          case CompiledTarget.Numbered numbered ->
              isInternet(numbered) || numbered.ranges().stream().anyMatch(Routes::isEverything);
          case CompiledTarget.Routed(CompiledTarget.Numbered numbered, _) -> isInternet(numbered);
          case CompiledTarget.Routed _ -> false;
        };
  }

  private static boolean isInternet(CompiledTarget.Numbered target) {
    return WellKnown.INTERNET.stream().allMatch(target.set()::containsAll);
  }

  private static boolean isEverything(AddressRange range) {
    return range.prefix().filter(IpPrefix::isExitRoute).isPresent();
  }
}
