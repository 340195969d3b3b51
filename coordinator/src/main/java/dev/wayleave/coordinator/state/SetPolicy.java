package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts a new version of the policy in force; the versions before it stay as its history.
///
/// The text was judged before: that may take long, and nobody else could write meanwhile.
///
/// @param author who does it, for the history
/// @param message why, in the author's words
/// @param precondition which policy must be in force at that moment
public record SetPolicy(
    Way way, String text, String author, @Nullable String message, PolicyPrecondition precondition)
    implements Command<PolicyVersion> {
  /// The origin of versions that were made here.
  public static final String ORIGIN = "api";

  /// How the text came about.
  public enum Way {
    SET("SetPolicy"),
    EDIT("EditPolicy"),
    REVERT("RevertPolicy");

    private final String operation;

    Way(String operation) {
      this.operation = operation;
    }
  }

  @Override
  public Decision<PolicyVersion> decide(Tailnet image, Moment moment) {
    Optional<PolicyVersion> inForce = image.policyInUse();
    if (!precondition.holds(inForce)) {
      return Decision.refused(Refusal.Reason.STALE, stale(inForce));
    }
    List<TailnetChange.Edit> changes = new ArrayList<>();
    PolicyVersion next =
        new PolicyVersion(
            image.lastIds().nextPolicy(),
            text,
            true,
            ORIGIN,
            moment.now(),
            author,
            message,
            inForce.map(PolicyVersion::id).orElse(null));
    changes.add(new TailnetChange.Put(next));
    for (PolicyVersion version : image.policies()) {
      if (version.inUse()) {
        changes.add(new TailnetChange.Put(version.retired()));
      }
    }
    return new Decision.Accepted<>(changes, next);
  }

  private static String stale(Optional<PolicyVersion> inForce) {
    return inForce
        .map(version ->
            "The policy in force is version "
                + version.id()
                + ", not the one that this change was made on; read it, then make the change again.")
        .orElse("No policy is in force, so this change was made on another; read it again.");
  }

  @Override
  public String operation() {
    return way.operation;
  }

  @Override
  public String object() {
    return "policies";
  }
}
