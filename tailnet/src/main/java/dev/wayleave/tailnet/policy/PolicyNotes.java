package dev.wayleave.tailnet.policy;

import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.PolicyFault;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.language.Target;
import dev.wayleave.tailnet.policy.posture.Assessment;
import dev.wayleave.tailnet.policy.posture.Postures;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.Member;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What the author of a policy should know although it is taken: words that do less than they seem
/// to.
final class PolicyNotes {
  private final JsonObject root;
  private final Policy policy;
  private final Directory directory;
  private final List<PolicyFault> notes = new ArrayList<>();

  private PolicyNotes(JsonObject root, Policy policy, Directory directory) {
    this.root = root;
    this.policy = policy;
    this.directory = directory;
  }

  static List<PolicyFault> of(JsonObject root, Policy policy, Directory directory) {
    PolicyNotes notes = new PolicyNotes(root, policy, directory);
    notes.postures();
    notes.logins();
    notes.addresses();
    return List.copyOf(notes.notes);
  }

  /// Conditions that deny because nothing here can tell.
  private void postures() {
    for (Assessment.Remark remark :
        Assessment.of(Postures.of(policy.postures(), policy.defaultPostures()))) {
      if (remark.kind() != Assessment.Kind.EVALUATED) {
        notes.add(new PolicyFault(placeOf(remark.posture()), remark.remark()));
      }
    }
  }

  private Position placeOf(String posture) {
    return root.members().stream()
        .filter(member -> member.name().value().equalsIgnoreCase("postures"))
        .flatMap(PolicyNotes::members)
        .filter(member -> member.name().value().equals(posture))
        .findFirst()
        .map(member -> member.name().at())
        .orElse(root.at());
  }

  private static Stream<Member> members(Member section) {
    return section.value() instanceof JsonObject object
        ? object.members().stream()
        : Stream.empty();
  }

  /// Logins that two users share mean neither of them.
  private void logins() {
    Stream.concat(
            policy.groups().values().stream().flatMap(List::stream),
            rules().flatMap(PolicyNotes::selectors))
        .filter(selector -> selector instanceof Selector.Login)
        .filter(login -> directory.isAmbiguous(login.text()))
        .forEach(login ->
            notes.add(
                new PolicyFault(
                    login.at(),
                    "\"" + login.text() + "\" is the login of several users, and means none")));
  }

  /// A literal IPv6 address of the tailnet opens nothing on the node that has it.
  private void addresses() {
    rules()
        .flatMap(rule -> rule.targets().stream())
        .map(Target::selector)
        .forEach(selector -> {
          if (selector instanceof Selector.Address(Position at, String text, var range)
              && range.isSingle()
              && WellKnown.TAILNET_V6.contains(range)) {
            notes.add(
                new PolicyFault(
                    at,
                    "dst \""
                        + text
                        + "\": an IPv6 address of the tailnet reaches no node; name the node's"
                        + " IPv4 address"));
          }
        });
  }

  private Stream<AccessRule> rules() {
    List<AccessRule> rules = policy.rules();
    return rules == null ? Stream.empty() : rules.stream();
  }

  private static Stream<Selector> selectors(AccessRule rule) {
    return Stream.concat(rule.sources().stream(), rule.targets().stream().map(Target::selector));
  }
}
