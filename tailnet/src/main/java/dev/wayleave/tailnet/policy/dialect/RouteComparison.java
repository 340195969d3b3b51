package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.Selection;
import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Target;
import dev.wayleave.tailnet.policy.network.NetworkPolicy;
import dev.wayleave.tailnet.policy.network.PrimaryChoice;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Holds the routers to which rules with `via` lead devices at the source against those here.
final class RouteComparison {
  private static final String CODE = "POLICY_ROUTES_DIFFER";

  private final SourceView source;
  private final List<SourceRule> rules;
  private final Comparison comparison;
  private final Places places;
  private final Resolver resolver;

  RouteComparison(
      SourceView source, List<SourceRule> rules, Comparison comparison, Resolver resolver) {
    this.source = source;
    this.rules = rules;
    this.comparison = comparison;
    this.places = comparison.places();
    this.resolver = resolver;
  }

  void report(PolicyMeaning meaning, Remarks remarks) {
    differences().forEach(steered -> remarks.add(finding(steered, meaning, remarks)));
  }

  /// The rules that steer devices otherwise on one side than on the other.
  List<Steered> differences() {
    List<Way> there = rules.stream().map(this::way).toList();
    List<Way> here = ownRules().stream().map(this::way).toList();
    List<Way> steering = Stream.concat(there.stream(), here.stream()).filter(Way::steers).toList();
    if (steering.isEmpty()) {
      return List.of();
    }
    NetworkPolicy network = NetworkPolicy.of(resolver, (_, _) -> true, PrimaryChoice.OLDEST);
    SourceOffers offers = new SourceOffers(there, source.directory().devices());
    Map<String, Steered> found = new LinkedHashMap<>();
    for (SourceOffers.Route route : routes()) {
      for (Device viewer : source.directory().devices()) {
        steering.stream()
            .filter(way -> way.steers(viewer, route.places(), route.exit()))
            .findFirst()
            .map(way -> found.computeIfAbsent(way.name(), _ -> new Steered(way, new Discrepancy())))
            .ifPresent(steered -> {
              for (Device router : routers(route, viewer)) {
                steered
                    .differences()
                    .add(
                        offers.leads(viewer, router, route),
                        leads(network, here, viewer, router, route),
                        viewer.name() + " → " + route.prefix() + " by way of " + router.name());
              }
            });
      }
    }
    return found.values().stream().filter(steered -> !steered.differences().isEmpty()).toList();
  }

  /// What differs for devices that a rule steers, be it there or here; of several the first.
  record Steered(Way rule, Discrepancy differences) {}

  private static Finding finding(Steered steered, PolicyMeaning meaning, Remarks remarks) {
    return steered
        .differences()
        .finding(
            CODE,
            remarks.object(steered.rule().at(), steered.rule().name()),
            "the rule no longer leads",
            "the rule newly leads",
            meaning,
            remarks);
  }

  private List<AccessRule> ownRules() {
    List<AccessRule> own = resolver.policy().rules();
    return own == null ? List.of() : own;
  }

  /// Every route that any device carries, once.
  private List<SourceOffers.Route> routes() {
    return source.directory().devices().stream()
        .flatMap(device -> Stream.concat(device.subnets().stream(), device.exitRoutes().stream()))
        .distinct()
        .sorted()
        .map(this::route)
        .toList();
  }

  private SourceOffers.Route route(IpPrefix prefix) {
    BitSet everything = places.within(AddressSet.of(List.of(AddressRange.of(prefix))));
    BitSet behind = prefix.isExitRoute() ? places.internet() : everything;
    return new SourceOffers.Route(
        prefix, prefix.isExitRoute(), Box.intersection(behind, everything), everything);
  }

  private List<Device> routers(SourceOffers.Route route, Device viewer) {
    return source.directory().devices().stream()
        .filter(device -> !device.equals(viewer))
        .filter(device ->
            device.subnets().contains(route.prefix())
                || device.exitRoutes().contains(route.prefix()))
        .toList();
  }

  private static boolean leads(
      NetworkPolicy network,
      List<Way> ways,
      Device viewer,
      Device router,
      SourceOffers.Route route) {
    List<IpPrefix> offered =
        route.exit() ? network.exitsBy(viewer, router) : network.subnetsBy(viewer, router);
    return offered.contains(route.prefix())
        && ways.stream().anyMatch(way -> way.lets(viewer, router, route.places()));
  }

  private Way way(SourceRule rule) {
    BitSet from = new BitSet();
    BitSet covers = new BitSet();
    BitSet opens = new BitSet();
    rule.sources().stream()
        .map(JsonString::value)
        .map(comparison.words()::sources)
        .forEach(from::or);
    for (SourceRule.SourceTarget target : rule.targets()) {
      covers.or(comparison.words().covered(target.word()));
      if (!target.channels().isEmpty()) {
        opens.or(
            rule.via().isEmpty()
                ? comparison.words().destinations(target.word())
                : comparison.words().carried(target.word(), rule.via()));
      }
    }
    return new Way(
        rule.name(),
        rule.at(),
        holders(from),
        covers,
        opens,
        rule.targets().stream().anyMatch(target -> target.word().equals("autogroup:internet")),
        !rule.via().isEmpty(),
        Set.copyOf(comparison.words().carriers(rule.via())));
  }

  private Way way(AccessRule rule) {
    WayleaveReach wayleave = comparison.wayleave();
    BitSet from = new BitSet();
    BitSet covers = new BitSet();
    BitSet opens = new BitSet();
    rule.sources().stream().map(wayleave::sources).forEach(from::or);
    for (Target target : rule.targets()) {
      if (resolver.resolve(target.selector())
          instanceof Selection.Addresses(var _, boolean internet)) {
        covers.or(internet ? new BitSet() : wayleave.destinations(target.selector()));
      }
      if (rule.ipGiven()) {
        opens.or(wayleave.opened(target.selector(), rule));
      }
    }
    boolean internet =
        rule.targets().stream()
            .anyMatch(target ->
                resolver.resolve(target.selector())
                        instanceof Selection.Addresses(var _, boolean open)
                    && open);
    return new Way(
        rule.name(),
        rule.at(),
        holders(from),
        covers,
        opens,
        internet,
        !rule.via().isEmpty(),
        Set.copyOf(wayleave.carriers(rule)));
  }

  /// The devices that have one of some places.
  private BitSet holders(BitSet some) {
    BitSet found = new BitSet();
    for (Device device : source.directory().devices()) {
      found.set(device.index(), places.of(device.index()).intersects(some));
    }
    return found;
  }
}
