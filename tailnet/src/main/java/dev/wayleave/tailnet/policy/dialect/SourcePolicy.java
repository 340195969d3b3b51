package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A policy as the engine of the source reads it, with unresolved words.
///
/// @param hosts addresses by name, as written
/// @param rules empty where the policy has no section of rules at all
record SourcePolicy(
    Json root,
    Map<String, List<JsonString>> groups,
    Map<String, String> hosts,
    Map<String, List<JsonString>> tagOwners,
    Optional<List<SourceRule>> rules,
    List<SourceSshRule> ssh,
    SourceApprovers approvers) {
  SourcePolicy {
    ssh = List.copyOf(ssh);
  }

  boolean usesSelf() {
    return rules.stream()
        .flatMap(List::stream)
        .flatMap(rule -> rule.targets().stream())
        .anyMatch(target -> target.word().equals("autogroup:self"));
  }
}
