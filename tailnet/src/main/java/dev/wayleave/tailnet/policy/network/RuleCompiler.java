package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Allowance;
import dev.wayleave.tailnet.policy.language.AutoGroup;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.language.Target;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/// Works out both sides of rules.
final class RuleCompiler {
  private final Resolver resolver;
  private final Directory directory;
  private final SourceCompiler sources;

  RuleCompiler(Resolver resolver, SourceCompiler sources) {
    this.resolver = resolver;
    this.directory = resolver.directory();
    this.sources = sources;
  }

  CompiledRule compile(AccessRule rule) {
    BitSet carriers = carriers(rule);
    List<CompiledTarget> targets = new ArrayList<>();
    for (Target target : written(rule)) {
      CompiledTarget whole =
          CompiledTarget.of(resolver.resolve(target.selector()), target.allowances());
      // Capabilities do not travel by way of a router, so that a rule with via and app alone gives
      // none, and has no target.
      targets.add(rule.via().isEmpty() ? whole : new CompiledTarget.Routed(whole, carriers));
    }
    List<Target> self = rule.targets().stream().filter(t -> isSelf(t.selector())).toList();
    List<Allowance> ofSelf = self.stream().flatMap(t -> t.allowances().stream()).toList();
    return new CompiledRule(
        rule,
        targets.isEmpty() ? Sources.NONE : sources.compile(rule),
        List.copyOf(targets),
        reached(targets),
        ofSelf,
        !self.isEmpty());
  }

  /// The devices with one of the tags in `via`.
  private BitSet carriers(AccessRule rule) {
    BitSet carriers = new BitSet();
    rule.via().forEach(tag -> directory.devicesTagged(tag).forEach(d -> carriers.set(d.index())));
    return carriers;
  }

  /// The targets of a rule of which a compiled rule has one each, in order.
  static List<Target> written(AccessRule rule) {
    boolean carried = rule.via().isEmpty() || rule.ipGiven();
    return rule.targets().stream().filter(t -> carried && !isSelf(t.selector())).toList();
  }

  private static boolean isSelf(Selector selector) {
    return selector instanceof Selector.Auto auto && auto.group() == AutoGroup.SELF;
  }

  private BitSet reached(List<CompiledTarget> targets) {
    BitSet reached = new BitSet();
    for (CompiledTarget target : targets) {
      switch (target) {
        case CompiledTarget.Anywhere _ -> reached.or(directory.everyIndex());
        case CompiledTarget.Members(_, BitSet devices) -> reached.or(devices);
        case CompiledTarget.Numbered(_, var ranges, _, _) -> {
          ranges.forEach(range -> mark(directory.holders(range), target, reached));
          mark(sources.forwarders(), target, reached);
        }
        case CompiledTarget.Routed _ -> mark(sources.forwarders(), target, reached);
      }
    }
    return reached;
  }

  private static void mark(Collection<Device> candidates, CompiledTarget target, BitSet reached) {
    for (Device device : candidates) {
      if (!reached.get(device.index()) && isOn(target, device)) {
        reached.set(device.index());
      }
    }
  }

  /// Whether a device's packet filter holds anything for a target.
  static boolean isOn(CompiledTarget target, Device device) {
    return !target.entriesOn(device).isEmpty()
        || !target.ownAddresses(device).isEmpty()
        || !target.routedPrefixes(device).isEmpty();
  }
}
