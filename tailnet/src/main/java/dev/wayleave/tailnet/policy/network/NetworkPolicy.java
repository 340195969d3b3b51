package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What a policy means for the network of one tailnet.
///
/// The rules are worked out once, when this is made; what a single device gets is computed when it
/// is asked for, from bit sets of devices.
public final class NetworkPolicy {
  private final Directory directory;
  private final PrimaryChoice choice;
  private final List<CompiledRule> rules;
  private final List<IpPrefix> subnets;
  private final SelfRules selves;
  private final PacketFilters filters;
  private final Visibility visibility;
  private final Routes routes;
  private final Passages passages;

  private NetworkPolicy(
      SourceCompiler sources, List<CompiledRule> rules, Directory directory, PrimaryChoice choice) {
    this.directory = directory;
    this.choice = choice;
    this.rules = rules;
    this.subnets = sources.subnets();
    this.selves = new SelfRules(directory, sources);
    this.filters = new PacketFilters(rules, selves, sources);
    this.visibility = new Visibility(rules, selves);
    this.routes = new Routes(rules, sources.forwarders(), choice);
    this.passages = new Passages(directory, rules, selves);
  }

  private NetworkPolicy(NetworkPolicy same, PrimaryChoice choice) {
    this.directory = same.directory;
    this.choice = choice;
    this.rules = same.rules;
    this.subnets = same.subnets;
    this.selves = same.selves;
    this.filters = same.filters;
    this.visibility = same.visibility;
    this.routes = same.routes.with(choice);
    this.passages = same.passages;
  }

  public static NetworkPolicy of(Resolver resolver, Admission admission, PrimaryChoice choice) {
    SourceCompiler sources = new SourceCompiler(resolver, admission);
    RuleCompiler compiler = new RuleCompiler(resolver, sources);
    List<CompiledRule> rules =
        DefaultRules.inForce(resolver.policy()).stream().map(compiler::compile).toList();
    return new NetworkPolicy(sources, rules, resolver.directory(), choice);
  }

  /// The same policy on a later directory. Only the rules that a changed device touches are worked
  /// out again; where people changed, groups may mean others, and all are.
  ///
  /// @param admission as before, on the later directory
  public NetworkPolicy on(Resolver later, Admission admission) {
    if (!later.directory().hasPeopleOf(directory)) {
      return of(later, admission, choice);
    }
    SourceCompiler sources = new SourceCompiler(later, admission);
    BitSet changed = later.directory().changedSince(directory);
    RuleUpdater updater =
        new RuleUpdater(later, sources, changed, sources.subnets().equals(subnets));
    List<CompiledRule> next = rules.stream().map(updater::update).toList();
    return new NetworkPolicy(sources, next, later.directory(), choice);
  }

  /// The same policy on the same directory, where other routers may carry the traffic of subnets.
  /// As dear as there are routes; rules and what was worked out of them stay.
  public NetworkPolicy with(PrimaryChoice other) {
    return new NetworkPolicy(this, other);
  }

  /// The devices to which something else may be sent under this than under an earlier state of the
  /// same policy; no other is sent anything else.
  public BitSet touchedSince(NetworkPolicy earlier) {
    BitSet changed = directory.changedSince(earlier.directory);
    BitSet touched = (BitSet) changed.clone();
    for (int i = 0; i < rules.size(); i++) {
      CompiledRule now = rules.get(i);
      CompiledRule before = earlier.rules.get(i);
      if (!now.equals(before)) {
        touched.or(now.reached());
        touched.or(now.sources().devices());
        touched.or(before.reached());
        touched.or(before.sources().devices());
      }
    }
    changed.stream().forEach(index -> addAround(index, touched));
    changed.stream().forEach(index -> earlier.addAround(index, touched));
    for (Device router : routes.replacedSince(earlier.routes)) {
      touched.set(router.index());
      touched.or(visibility.peersOf(router));
    }
    return touched;
  }

  /// The routers and exit nodes that some devices are to use for other routes than under an earlier
  /// state, each with the devices that may be such; routers that are new or gone are not among
  /// them.
  public Map<Device, BitSet> reroutedSince(NetworkPolicy earlier) {
    boolean sameRules = isSame(rules, earlier.rules);
    Map<Device, BitSet> rerouted = new LinkedHashMap<>();
    for (Device router : routes.routers()) {
      Device before = earlier.directory.device(router.id()).orElse(null);
      if (before != null) {
        BitSet viewers = visibility.peersOf(router);
        if (!routes.steersAnew(earlier.routes, sameRules)) {
          viewers.and(routes.reroutedSince(earlier.routes, router, before, sameRules));
        }
        if (!viewers.isEmpty()) {
          rerouted.put(router, viewers);
        }
      }
    }
    return rerouted;
  }

  private static boolean isSame(List<CompiledRule> one, List<CompiledRule> other) {
    return one.size() == other.size()
        && IntStream.range(0, one.size()).allMatch(i -> one.get(i).equals(other.get(i)));
  }

  /// The router that carries the traffic of each subnet, where no rule steers it elsewhere.
  public Map<IpPrefix, Device> primaries() {
    return routes.primaries();
  }

  /// The devices that route subnets, and exit nodes.
  public List<Device> routers() {
    return routes.routers();
  }

  /// The devices that route a subnet.
  public List<Device> routersOf(IpPrefix subnet) {
    return routes.routersOf(subnet);
  }

  /// Adds those who are told of a device: its peers, the other devices of its user, and routers
  /// that share a subnet with it and their peers, for one of those may stand in for another.
  private void addAround(int index, BitSet touched) {
    Device device = directory.find(index).orElse(null);
    if (device == null) {
      return;
    }
    touched.or(visibility.peersOf(device));
    if (device.person() != null) {
      directory.devicesOf(device.person()).forEach(own -> touched.set(own.index()));
    }
    for (IpPrefix subnet : device.subnets()) {
      for (Device router : routes.routersOf(subnet)) {
        touched.set(router.index());
        touched.or(visibility.peersOf(router));
      }
    }
  }

  /// The packet filter of a device, in the order in which clients are sent it.
  public List<FilterRule> filter(Device device) {
    return filters.of(device);
  }

  /// The devices that a device sees, ordered by id.
  public List<Device> peers(Device device) {
    return visibility.peersOf(device).stream()
        .mapToObj(directory::at)
        .sorted(Comparator.comparing(Device::id))
        .toList();
  }

  /// The subnets for which a device is the primary router.
  public List<IpPrefix> primaryRoutes(Device device) {
    return routes.primaryOn(device);
  }

  /// The subnets that a viewer reaches by way of a peer; to the viewer the peer is their primary
  /// router.
  public List<IpPrefix> subnetsBy(Device viewer, Device peer) {
    return routes.subnetsBy(viewer, peer);
  }

  /// `0.0.0.0/0` and `::/0` where a viewer may use a peer as an exit node.
  public List<IpPrefix> exitsBy(Device viewer, Device peer) {
    return routes.exitsBy(viewer, peer);
  }

  /// The ways in which rules let a device reach another one's own addresses.
  public List<Passage> passages(Device source, Device destination) {
    return passages.between(source, destination);
  }

  /// The ways in which rules let a device reach an address, of a device or behind one.
  public List<Passage> passages(Device source, IpAddress destination) {
    return passages.to(source, destination);
  }

  /// The indexes of the devices that a device sees.
  public BitSet sees(Device device) {
    return visibility.peersOf(device);
  }

  /// The rules in force with both of their sides, in the order in which clients are sent them.
  public List<RuleSides> rules() {
    return rules.stream().map(rule -> new RuleSides(rule, selves)).toList();
  }
}
