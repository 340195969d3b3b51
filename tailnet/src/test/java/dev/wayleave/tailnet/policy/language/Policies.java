package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.List;
import java.util.Set;

/// Policies for tests, written with single quotes, on a tailnet of the domain `example.com`.
final class Policies {
  static final TailnetFacts FACTS = new TailnetFacts(Set.of("Example.com"));

  private Policies() {}

  static Reading read(String text) {
    try {
      return PolicyReader.read(
          (JsonObject) PolicyText.parse(text.replace('\'', '"')).root(), FACTS);
    } catch (PolicySyntaxException e) {
      throw new AssertionError(e.describe(), e);
    }
  }

  static Policy sound(String text) {
    return switch (read(text)) {
      case Reading.Sound(Policy policy, List<PolicyFault> _) -> policy;
      case Reading.Refused(List<PolicyFault> faults) -> throw new AssertionError(faults);
    };
  }

  static List<PolicyFault> faults(String text) {
    return switch (read(text)) {
      case Reading.Sound(Policy policy, List<PolicyFault> _) ->
          throw new AssertionError("taken: " + policy);
      case Reading.Refused(List<PolicyFault> faults) -> faults;
    };
  }

  static List<String> messages(String text) {
    return faults(text).stream().map(PolicyFault::message).toList();
  }

  /// A policy with names of every kind and the given sections.
  static String with(String sections) {
    return """
    {
      'groups': {'group:dev': ['alice@example.com', 'bob@github', 'carol@passkey', 'dave@']},
      'hosts': {'db': '10.1.2.3', 'office': '192.168.0.0/16'},
      'tagOwners': {'tag:web': ['group:dev'], 'tag:db': ['tag:web'], 'tag:rec': []},
      'postures': {'posture:mac': ['node:os IS SET']},
      'ipsets': {'ipset:lan': ['add office', 'remove 192.168.7.0/24', '10.0.0.1-10.0.0.9']},
    """
        + sections
        + "}";
  }
}
