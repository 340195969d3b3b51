package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import dev.wayleave.tailnet.policy.language.AccessRule;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Says whether a policy's rules allow one address to reach another, and which rule it is.
///
/// It speaks of network access only: a grant of application capabilities alone lets no packet
/// through. An address needs no device: a rule may name one that nobody has.
public final class Reachability {
  private interface SourceFacts {
    boolean satisfy(List<String> postures, Endpoint source);
  }

  private final Directory directory;
  private final TailnetAddresses tailnet;
  private final SourceFacts postures;

  /// Null where the policy has neither `acls` nor `grants`.
  private final @Nullable List<ResolvedRule> rules;

  private final boolean anySelf;

  /// Reads the rules of a policy on a tailnet.
  ///
  /// @param postures whether a device satisfies one of the named postures; asked only where a rule,
  ///   or else the policy's default, names any. Addresses behind routers and outside the tailnet
  ///   have none and are not asked
  public Reachability(Resolver resolver, BiPredicate<List<String>, Device> postures) {
    this(
        resolver,
        (List<String> names, Endpoint source) ->
            source.device() == null
                ? !isTailnets(source.address())
                : postures.test(names, source.device()));
  }

  private Reachability(Resolver resolver, SourceFacts postures) {
    this.directory = resolver.directory();
    this.tailnet = TailnetAddresses.of(directory);
    this.postures = postures;
    List<AccessRule> given = resolver.policy().rules();
    this.rules =
        given == null
            ? null
            : given.stream()
                .filter(AccessRule::ipGiven)
                .map(rule -> ResolvedRule.of(rule, resolver))
                .toList();
    this.anySelf = rules != null && rules.stream().anyMatch(ResolvedRule::hasSelf);
  }

  private static boolean isTailnets(IpAddress address) {
    return WellKnown.TAILNET.stream().anyMatch(range -> range.contains(address));
  }

  /// The rules as they are for a source of which the facts are given, whatever it is.
  static Reachability fromFacts(Resolver resolver, Predicate<List<String>> postures) {
    return new Reachability(resolver, (List<String> names, Endpoint _) -> postures.test(names));
  }

  public boolean allows(Flow flow) {
    return permission(flow).isPresent();
  }

  /// The first rule that allows a flow, in the policy's order.
  public Optional<Permission> permission(Flow flow) {
    Endpoint source = endpoint(flow.source());
    Endpoint destination = endpoint(flow.destination());
    if (rules == null) {
      // What the hosted service sends then is a rule from `*` to `*` that names no protocol.
      return tailnet.contains(source) && Flow.UNNAMED.contains(flow.protocol())
          ? Optional.of(new Permission.WithoutRules())
          : Optional.empty();
    }
    for (ResolvedRule rule : rules) {
      Optional<Permission.ByRule> found = rule.permission(flow, source, destination, tailnet);
      if (found.isPresent() && satisfies(rule.conditions(), source)) {
        return Optional.of(found.get());
      }
    }
    return Optional.empty();
  }

  /// The kind of an address as a source.
  AddressKind sourceKind(IpAddress address) {
    Endpoint source = endpoint(address);
    BitSet named = new BitSet();
    if (rules == null) {
      named.set(0, tailnet.contains(source));
      return AddressKind.of(source, named, false);
    }
    for (int i = 0; i < rules.size(); i++) {
      ResolvedRule rule = rules.get(i);
      named.set(
          i, rule.sourceWord(source, tailnet).isPresent() && satisfies(rule.conditions(), source));
    }
    return AddressKind.of(source, named, anySelf);
  }

  /// The kind of an address as a destination.
  AddressKind destinationKind(IpAddress address) {
    Endpoint destination = endpoint(address);
    BitSet named = new BitSet();
    int target = 0;
    for (ResolvedRule rule : rules == null ? List.<ResolvedRule>of() : rules) {
      for (ResolvedRule.TargetWord word : rule.targets()) {
        named.set(target++, rule.meansForAll(word, destination));
      }
    }
    return AddressKind.of(destination, named, anySelf);
  }

  private boolean satisfies(List<String> conditions, Endpoint source) {
    return conditions.isEmpty() || postures.satisfy(conditions, source);
  }

  private Endpoint endpoint(IpAddress address) {
    return new Endpoint(address, directory.device(address).orElse(null));
  }
}
