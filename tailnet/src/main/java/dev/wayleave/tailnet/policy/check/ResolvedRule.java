package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Allowance;
import dev.wayleave.tailnet.policy.language.Protocol;
import dev.wayleave.tailnet.policy.language.Target;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A rule for network access with its words resolved.
///
/// @param conditions the postures that it demands of a source, by itself or by the policy's default
/// @param routers the devices that alone may carry it; meaningless where the rule names no `via`
record ResolvedRule(
    AccessRule rule,
    List<Word> sources,
    List<TargetWord> targets,
    List<String> conditions,
    List<Device> routers) {

  record TargetWord(Target target, Word word) {}

  static ResolvedRule of(AccessRule rule, Resolver resolver) {
    return new ResolvedRule(
        rule,
        rule.sources().stream().map(selector -> Word.of(selector, resolver)).toList(),
        rule.targets().stream()
            .map(target -> new TargetWord(target, Word.of(target.selector(), resolver)))
            .toList(),
        rule.postures().isEmpty() ? resolver.policy().defaultPostures() : rule.postures(),
        resolver.directory().devices().stream()
            .filter(device -> !Collections.disjoint(device.tags(), rule.via()))
            .toList());
  }

  /// How the rule allows a flow, postures aside.
  Optional<Permission.ByRule> permission(
      Flow flow, Endpoint source, Endpoint destination, TailnetAddresses tailnet) {
    if (source.address().bits() != destination.address().bits()) {
      return Optional.empty();
    }
    Optional<Word> from = sourceWord(source, tailnet);
    if (from.isEmpty()) {
      return Optional.empty();
    }
    return targets.stream()
        .filter(target -> target.word().meansDestination(destination, source))
        .filter(target -> isCarried(target.word(), destination))
        .flatMap(target ->
            target.target().allowances().stream()
                .filter(allowance -> covers(allowance, flow))
                .map(allowance ->
                    new Permission.ByRule(
                        rule, from.get().selector(), target.word().selector(), allowance)))
        .findFirst();
  }

  /// The first word that means a source.
  Optional<Word> sourceWord(Endpoint source, TailnetAddresses tailnet) {
    return sources.stream().filter(word -> word.meansSource(source, tailnet)).findFirst();
  }

  /// Whether a target means a destination, wherever a packet comes from; `autogroup:self` never
  /// does.
  boolean meansForAll(TargetWord target, Endpoint destination) {
    return !target.word().isSelf()
        && target.word().meansDestination(destination, destination)
        && isCarried(target.word(), destination);
  }

  boolean hasSelf() {
    return targets.stream().anyMatch(target -> target.word().isSelf());
  }

  /// Whether a router that the rule demands can carry the flow: one that may route the destination.
  /// No router carries what goes to a device itself.
  private boolean isCarried(Word target, Endpoint destination) {
    if (rule.via().isEmpty()) {
      return true;
    }
    return target.meansAddresses()
        && routers.stream()
            .anyMatch(router ->
                (isPublic(destination) && router.isExitNode())
                    || (!target.isInternet() && routes(router, destination)));
  }

  private static boolean isPublic(Endpoint end) {
    return WellKnown.INTERNET.stream().anyMatch(open -> open.contains(end.address()));
  }

  private static boolean routes(Device router, Endpoint destination) {
    return router.subnets().stream().anyMatch(s -> s.contains(destination.address()));
  }

  private static boolean covers(Allowance allowance, Flow flow) {
    return names(allowance.protocol(), flow.protocol())
        && (!flow.hasPort() || allowance.ports().contains(flow.port()));
  }

  private static boolean names(Protocol protocol, int number) {
    return protocol.numbers().isEmpty()
        ? Flow.UNNAMED.contains(number)
        : protocol.numbers().contains(number);
  }
}
