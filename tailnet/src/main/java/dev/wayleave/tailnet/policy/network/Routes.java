package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which routes each device is told of, and which router carries them.
final class Routes {
  private record Hop(int router, IpPrefix subnet) {}

  private final List<CompiledRule> rules;
  private final List<Device> forwarders;
  private final PrimaryChoice choice;
  private final Map<IpPrefix, List<Device>> routersOf;
  private final Map<IpPrefix, Device> primaries = new HashMap<>();
  private final Map<Hop, BitSet> users;
  private final Map<Integer, BitSet> exitUsers;
  private final Map<IpPrefix, Steering> steerings;
  private final boolean anyVia;

  /// @param forwarders the routers and exit nodes
  Routes(List<CompiledRule> rules, List<Device> forwarders, PrimaryChoice choice) {
    this.rules = rules;
    this.forwarders = forwarders;
    this.choice = choice;
    this.anyVia = rules.stream().anyMatch(rule -> !rule.rule().via().isEmpty());
    this.routersOf =
        forwarders.stream()
            .flatMap(r -> r.subnets().stream().map(subnet -> Map.entry(subnet, r)))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    this.users = new ConcurrentHashMap<>();
    this.exitUsers = new ConcurrentHashMap<>();
    this.steerings = new ConcurrentHashMap<>();
    choosePrimaries();
  }

  private Routes(Routes same, PrimaryChoice choice) {
    this.rules = same.rules;
    this.forwarders = same.forwarders;
    this.choice = choice;
    this.anyVia = same.anyVia;
    this.routersOf = same.routersOf;
    this.users = same.users;
    this.exitUsers = same.exitUsers;
    this.steerings = same.steerings;
    choosePrimaries();
  }

  private void choosePrimaries() {
    routersOf.forEach(
        (subnet, all) -> choice.choose(subnet, all).ifPresent(p -> primaries.put(subnet, p)));
  }

  /// The same routes under another choice; who may use them was worked out already.
  Routes with(PrimaryChoice other) {
    return new Routes(this, other);
  }

  Map<IpPrefix, Device> primaries() {
    return Collections.unmodifiableMap(primaries);
  }

  /// The routers and exit nodes.
  List<Device> routers() {
    return forwarders;
  }

  /// The routers of subnets that another one carries now, or may carry where rules name routers.
  Set<Device> replacedSince(Routes earlier) {
    Set<Device> replaced = new LinkedHashSet<>();
    boolean steeredAnew = steersAnew(earlier, true);
    routersOf.forEach((subnet, routers) -> {
      if (steeredAnew || !idOf(primaries.get(subnet)).equals(idOf(earlier.primaries.get(subnet)))) {
        replaced.addAll(routers);
      }
    });
    return replaced;
  }

  private static Optional<NodeId> idOf(@Nullable Device device) {
    return Optional.ofNullable(device).map(Device::id);
  }

  /// Whether a rule with `via` may lead to other routers than before, and to which differs from
  /// viewer to viewer.
  boolean steersAnew(Routes earlier, boolean sameRules) {
    return (anyVia || earlier.anyVia) && (!sameRules || !choice.equals(earlier.choice));
  }

  /// Who is to use a router for other routes than under earlier ones, rules with `via` aside.
  ///
  /// @param before what the router was then
  /// @param sameRules whether the rules mean the same then and now
  BitSet reroutedSince(Routes earlier, Device router, Device before, boolean sameRules) {
    BitSet viewers = new BitSet();
    Set<IpPrefix> subnets = new LinkedHashSet<>(router.subnets());
    subnets.addAll(before.subnets());
    for (IpPrefix subnet : subnets) {
      boolean was = before.equals(earlier.primaries.get(subnet));
      boolean is = router.equals(primaries.get(subnet));
      if (was != is || !sameRules) {
        BitSet differing = is ? (BitSet) usersBy(router, subnet).clone() : new BitSet();
        if (was && is) {
          differing.xor(earlier.usersBy(before, subnet));
        } else if (was) {
          differing.or(earlier.usersBy(before, subnet));
        }
        viewers.or(differing);
        if (was != is) {
          routersOf(subnet).forEach(other -> viewers.set(other.index()));
        }
      }
    }
    if (!sameRules || router.isExitNode() != before.isExitNode()) {
      BitSet exits = router.isExitNode() ? (BitSet) exitUsersOf(router).clone() : new BitSet();
      exits.xor(before.isExitNode() ? earlier.exitUsersOf(before) : new BitSet());
      viewers.or(exits);
    }
    return viewers;
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
    return viewer.subnets().contains(subnet) || usersBy(peer, subnet).get(viewer.index());
  }

  private BitSet usersBy(Device peer, IpPrefix subnet) {
    return users.computeIfAbsent(new Hop(peer.index(), subnet), _ -> usersOf(peer, subnet));
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
