package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.AutoGroup;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.language.Target;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/// Brings compiled rules from one directory to the next by looking at the changed devices alone.
///
/// A rule that none of them touches stays the same object, which tells readers that nothing of it
/// has changed.
final class RuleUpdater {
  private final Resolver resolver;
  private final Directory now;
  private final SourceCompiler sources;
  private final BitSet changed;
  private final boolean sameSubnets;

  /// @param resolver on the directory to go to
  /// @param changed the indexes of the devices that are not the same in both directories
  /// @param sameSubnets whether both tailnets route the same subnets
  RuleUpdater(Resolver resolver, SourceCompiler sources, BitSet changed, boolean sameSubnets) {
    this.resolver = resolver;
    this.now = resolver.directory();
    this.sources = sources;
    this.changed = changed;
    this.sameSubnets = sameSubnets;
  }

  CompiledRule update(CompiledRule rule) {
    if (rule.targets().isEmpty()) {
      return rule;
    }
    Sources from = touchesSources(rule) ? sources.compile(rule.rule()) : rule.sources();
    List<CompiledTarget> targets = targets(rule);
    BitSet reached = (BitSet) rule.reached().clone();
    changed.stream()
        .forEach(i -> reached.set(i, now.find(i).filter(d -> on(targets, d)).isPresent()));
    boolean same = from.equals(rule.sources()) && targets.equals(rule.targets());
    return same && reached.equals(rule.reached())
        ? rule
        : new CompiledRule(rule.rule(), from, targets, reached, rule.self(), rule.ofSelf());
  }

  private static boolean on(List<CompiledTarget> targets, Device device) {
    return targets.stream().anyMatch(target -> RuleCompiler.isOn(target, device));
  }

  private boolean touchesSources(CompiledRule rule) {
    boolean everything = rule.rule().sources().stream().anyMatch(RuleUpdater::isWide);
    return (everything && !sameSubnets)
        || changed.stream()
            .anyMatch(i ->
                rule.sources().devices().get(i)
                    || now.find(i).filter(device -> isSource(rule, device)).isPresent());
  }

  private static boolean isWide(Selector selector) {
    return selector instanceof Selector.Everything
        || (selector instanceof Selector.Auto auto && auto.group() == AutoGroup.DANGER_ALL);
  }

  private boolean isSource(CompiledRule rule, Device device) {
    return rule.rule().sources().stream().anyMatch(s -> resolver.includes(s, device))
        || device.reach().stream().anyMatch(rule.sources()::overlap);
  }

  private List<CompiledTarget> targets(CompiledRule rule) {
    List<CompiledTarget> next = new ArrayList<>();
    List<Target> written = RuleCompiler.written(rule.rule());
    for (int i = 0; i < rule.targets().size(); i++) {
      next.add(target(rule.rule(), rule.targets().get(i), written.get(i)));
    }
    return List.copyOf(next);
  }

  private CompiledTarget target(AccessRule rule, CompiledTarget target, Target written) {
    return switch (target) {
      case CompiledTarget.Anywhere _, CompiledTarget.Numbered _ -> target;
      case CompiledTarget.Members(var allowances, BitSet devices) ->
          new CompiledTarget.Members(
              allowances, changedBits(devices, d -> resolver.includes(written.selector(), d)));
      case CompiledTarget.Routed(CompiledTarget whole, BitSet routers) ->
          new CompiledTarget.Routed(
              target(rule, whole, written),
              changedBits(routers, d -> rule.via().stream().anyMatch(d.tags()::contains)));
    };
  }

  private BitSet changedBits(BitSet before, Predicate<Device> member) {
    BitSet bits = (BitSet) before.clone();
    changed.stream().forEach(i -> bits.set(i, now.find(i).filter(member).isPresent()));
    return bits;
  }
}
