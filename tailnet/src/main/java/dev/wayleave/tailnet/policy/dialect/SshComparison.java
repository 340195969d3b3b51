package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.Selection;
import dev.wayleave.tailnet.policy.language.PortRange;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.language.SshRule;
import dev.wayleave.tailnet.policy.language.SshUser;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Holds SSH rules at the source against the same rules here: who gets to which device, as which
/// local users, and whether they have to prove who they are.
final class SshComparison {
  private static final String CODE = "POLICY_SSH_DIFFERS";
  private static final Channel SSH = new Channel(6, new PortRange(22, 22));

  private final PolicyEngine engine;
  private final Comparison comparison;
  private final Places places;
  private final Segments segments = new Segments(List.of(SSH));
  private final Families families;
  private final Resolver resolver;

  SshComparison(PolicyEngine engine, Comparison comparison, Resolver resolver) {
    this.engine = engine;
    this.comparison = comparison;
    this.places = comparison.places();
    this.families = new Families(places);
    this.resolver = resolver;
  }

  /// A rule that means something else here.
  ///
  /// @param check whether it demands a check here and did not at the source
  /// @param nonRoot whether `autogroup:nonroot` is every user here and was nobody at the source
  record Difference(
      String name, Position at, List<Box> lost, List<Box> gained, boolean check, boolean nonRoot) {}

  /// @param apart devices that are told of elsewhere
  List<Difference> differences(List<SourceSshRule> rules, Set<Integer> apart) {
    Map<String, SourceSshRule> byName = new HashMap<>();
    rules.forEach(rule -> byName.put(rule.name(), rule));
    List<Difference> found = new ArrayList<>();
    for (SshRule rule : resolver.policy().ssh()) {
      SourceSshRule source = byName.get(rule.name());
      RuleReach here = here(rule);
      RuleReach there =
          source == null || letsNobodyIn(source)
              ? new RuleReach(rule.name(), rule.at(), List.of())
              : there(source);
      Difference difference =
          new Difference(
              rule.name(),
              source == null ? rule.at() : source.at(),
              comparison.without(there.without(List.of(here)), apart),
              comparison.without(here.without(List.of(there)), apart),
              rule.action() == SshRule.Action.CHECK && !engine.checksSsh(),
              !here.boxes().isEmpty()
                  && rule.users().stream().anyMatch(SshUser.NonRoot.class::isInstance)
                  && engine.isBefore(PolicyEngine.V0_27));
      if (differs(difference)) {
        found.add(difference);
      }
    }
    return found;
  }

  /// Before 0.27 `autogroup:nonroot` was a user like any other, whom no system has.
  private boolean letsNobodyIn(SourceSshRule rule) {
    return engine.isBefore(PolicyEngine.V0_27)
        && rule.users().stream().allMatch(user -> user.value().equals("autogroup:nonroot"));
  }

  private boolean differs(Difference it) {
    return it.check()
        || it.nonRoot()
        || !pairs(it.lost()).isEmpty()
        || !pairs(it.gained()).isEmpty();
  }

  Pairs pairs(List<Box> boxes) {
    return new Pairs(boxes, places, segments);
  }

  private RuleReach there(SourceSshRule rule) {
    BitSet from = new BitSet();
    rule.sources().stream()
        .map(JsonString::value)
        .map(comparison.words()::sshSources)
        .forEach(from::or);
    BitSet to = new BitSet();
    List<Box> boxes = new ArrayList<>();
    for (JsonString word : rule.destinations()) {
      if (word.value().equals("autogroup:self")) {
        comparison.words().selves().forEach(own -> add(from, own, own, boxes));
      } else {
        to.or(comparison.words().destinations(word.value()));
      }
    }
    add(from, devices(), to, boxes);
    return new RuleReach(rule.name(), rule.at(), boxes);
  }

  private RuleReach here(SshRule rule) {
    BitSet from = new BitSet();
    rule.sources().stream().map(comparison.wayleave()::sources).forEach(from::or);
    BitSet to = new BitSet();
    List<Box> boxes = new ArrayList<>();
    for (Selector selector : rule.destinations()) {
      if (resolver.resolve(selector) instanceof Selection.Self) {
        comparison.wayleave().selves().forEach(own -> add(from, own, own, boxes));
      } else {
        to.or(comparison.wayleave().destinations(selector));
      }
    }
    add(from, devices(), to, boxes);
    return new RuleReach(rule.name(), rule.at(), boxes);
  }

  private BitSet devices() {
    return places.of(resolver.directory().devices().stream().map(d -> d.index()));
  }

  /// @param among what both ends are among
  private void add(BitSet from, BitSet among, BitSet to, List<Box> boxes) {
    families.add(
        Box.intersection(from, among),
        Box.intersection(Box.intersection(to, among), devices()),
        segments.of(List.of(SSH)),
        boxes);
  }

  Finding finding(Difference it, PolicyMeaning meaning, Remarks remarks) {
    List<String> clauses = new ArrayList<>();
    Pairs lost = pairs(it.lost());
    Pairs gained = pairs(it.gained());
    if (!lost.isEmpty()) {
      clauses.add("it no longer lets in (" + lost.count() + ") " + lost.describe());
    }
    if (!gained.isEmpty()) {
      clauses.add("it newly lets in (" + gained.count() + ") " + gained.describe());
    }
    if (it.check()) {
      clauses.add(
          "users have to log in again where " + remarks.headscale() + " only bounds the session");
    }
    if (it.nonRoot()) {
      clauses.add(
          "autogroup:nonroot is every user but root, where "
              + remarks.headscale()
              + " takes it for a user of that name");
    }
    String what = "Here this rule means something else: " + String.join("; ", clauses) + ".";
    String object = remarks.object(it.at(), it.name());
    return meaning == PolicyMeaning.WAYLEAVE
        ? Finding.action(CODE, object, what, "Check that this is what you want.")
        : Finding.blocker(
            CODE,
            object,
            what,
            "Change the rule at the source, or plan with --policy-meaning wayleave to take the"
                + " meaning that it has here"
                + (meaning == PolicyMeaning.ASK
                    ? ", or --policy-meaning source to keep the old one where it can be written."
                    : "."));
  }
}
