package dev.wayleave.exporters.tailscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The tags that the policy lets somebody own; no other can be put on a device.
final class OwnedTags {
  private final Set<String> tags;

  private OwnedTags(Set<String> tags) {
    this.tags = tags;
  }

  /// Nothing where the policy cannot be read here; then the hosted side is asked by setting them.
  static Optional<OwnedTags> of(String policy) {
    try {
      JsonNode json = HostedState.JSON.readTree(PolicyText.parse(policy).root().toJson());
      Set<String> tags = new TreeSet<>();
      json.properties().stream()
          // The hosted side takes keys in any case.
          .filter(member -> member.getKey().equalsIgnoreCase("tagOwners"))
          .forEach(member -> member.getValue().fieldNames().forEachRemaining(tags::add));
      return Optional.of(new OwnedTags(tags));
    } catch (PolicySyntaxException | JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /// What is to be told of a step that the hosted side would refuse.
  Optional<Finding> against(Step step) {
    Set<String> unowned = new TreeSet<>();
    for (JsonNode tag : HostedState.parsed(step.after())) {
      if (!tags.contains(tag.asText())) {
        unowned.add(tag.asText());
      }
    }
    return unowned.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.action(
                "HOSTED_TAG_UNOWNED",
                "device " + step.object(),
                "The policy there has no owner of " + String.join(", ", unowned) + ".",
                "Take the policy over too (--overwrite policies), or add them to its tagOwners."));
  }
}
