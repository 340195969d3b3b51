package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.network.NetworkPolicy;
import dev.wayleave.tailnet.policy.network.RuleSides;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Compares by which router subnets are reached; that they are reached at all is compared
/// elsewhere.
final class RouteDiff {
  private record Move(IpPrefix subnet, String before, String after) {}

  private final NetworkPolicy before;
  private final NetworkPolicy after;
  private final Directory directory;
  private final DeviceLabels labels;
  private final List<RuleSides> rules;

  RouteDiff(NetworkPolicy before, NetworkPolicy after, Directory directory, DeviceLabels labels) {
    this.before = before;
    this.after = after;
    this.directory = directory;
    this.labels = labels;
    this.rules = Stream.concat(before.rules().stream(), after.rules().stream()).toList();
  }

  /// Adds what goes by another router now. That something is reached at all is said elsewhere.
  void addMovesTo(ChangeList changes) {
    if (rules.stream().allMatch(rule -> rule.rule().via().isEmpty())) {
      // Without via every device uses the primary router, which no policy chooses.
      return;
    }
    addTo(changes, move -> !move.before().isEmpty() && !move.after().isEmpty());
  }

  /// Adds every difference in what clients are told of routes.
  void addAllTo(ChangeList changes) {
    addTo(changes, _ -> true);
  }

  private void addTo(ChangeList changes, Predicate<Move> wanted) {
    List<Device> routers =
        directory.devices().stream()
            .filter(device -> !device.subnets().isEmpty() || device.isExitNode())
            .toList();
    Map<Move, BitSet> moves = new LinkedHashMap<>();
    viewers()
        .values()
        .forEach(alike ->
            moves(directory.at(alike.nextSetBit(0)), routers).stream()
                .filter(wanted)
                .forEach(move -> moves.computeIfAbsent(move, _ -> new BitSet()).or(alike)));
    moves.forEach((move, viewers) -> changes.add(() -> change(move, viewers)));
  }

  /// Devices that stand on the same sides of all rules; each router by itself.
  private Map<Object, BitSet> viewers() {
    Map<Object, BitSet> alike = new LinkedHashMap<>();
    for (Device device : directory.devices()) {
      alike.computeIfAbsent(sides(device), _ -> new BitSet()).set(device.index());
    }
    return alike;
  }

  private Object sides(Device device) {
    if (!device.subnets().isEmpty() || device.isExitNode()) {
      return device.id();
    }
    BitSet sides = new BitSet();
    for (int i = 0; i < rules.size(); i++) {
      sides.set(2 * i, rules.get(i).sourceDevices().get(device.index()));
      sides.set(2 * i + 1, rules.get(i).reached().get(device.index()));
    }
    return sides;
  }

  private List<Move> moves(Device viewer, List<Device> routers) {
    Map<IpPrefix, BitSet> earlier = routes(before, viewer, routers);
    Map<IpPrefix, BitSet> later = routes(after, viewer, routers);
    Set<IpPrefix> all = new TreeSet<>(earlier.keySet());
    all.addAll(later.keySet());
    return all.stream()
        .map(subnet -> new Move(subnet, by(earlier.get(subnet)), by(later.get(subnet))))
        .filter(move -> !move.before().equals(move.after()))
        .toList();
  }

  private String by(@Nullable BitSet routers) {
    return routers == null ? "" : "by " + labels.names(routers);
  }

  private static Map<IpPrefix, BitSet> routes(
      NetworkPolicy network, Device viewer, List<Device> routers) {
    Map<IpPrefix, BitSet> routes = new LinkedHashMap<>();
    for (Device router : routers) {
      if (!router.equals(viewer)) {
        network
            .subnetsBy(viewer, router)
            .forEach(
                subnet -> routes.computeIfAbsent(subnet, _ -> new BitSet()).set(router.index()));
        network
            .exitsBy(viewer, router)
            .forEach(exit -> routes.computeIfAbsent(exit, _ -> new BitSet()).set(router.index()));
      }
    }
    return routes;
  }

  private Change change(Move move, BitSet viewers) {
    return new Change(
        Change.Kind.ROUTE,
        labels.of(viewers),
        move.subnet().toString(),
        "",
        move.after(),
        move.before(),
        viewers.cardinality());
  }
}
