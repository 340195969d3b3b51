package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.ArrayList;
import java.util.List;

/// Puts a new version of the policy in force; the versions before it stay as its history.
public record SetPolicy(String text) implements Command<PolicyVersion> {
  @Override
  public Decision<PolicyVersion> decide(Tailnet image, Moment moment) {
    List<TailnetChange.Edit> changes = new ArrayList<>();
    PolicyVersion next =
        new PolicyVersion(image.lastIds().nextPolicy(), text, true, "api", moment.now());
    changes.add(new TailnetChange.Put(next));
    for (PolicyVersion version : image.policies()) {
      if (version.inUse()) {
        PolicyVersion retired =
            new PolicyVersion(
                version.id(), version.text(), false, version.origin(), version.createdAt());
        changes.add(new TailnetChange.Put(retired));
      }
    }
    return new Decision.Accepted<>(changes, next);
  }

  @Override
  public String object() {
    return "policies";
  }
}
