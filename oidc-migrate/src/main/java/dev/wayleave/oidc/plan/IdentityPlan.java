package dev.wayleave.oidc.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.wayleave.oidc.policy.PolicyReview;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.identity.rewrite.IdentityRewrite;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What becomes of the identities of a store's users, and what people should know before.
///
/// @param place what the store is, for people
/// @param state of the store that the plan was made on
/// @param users one row for each identity, and for each user without one who gets one
/// @param changes in the order in which they are made
@JsonPropertyOrder({
  "place",
  "state",
  "blocked",
  "counts",
  "users",
  "changes",
  "findings",
  "policy"
})
public record IdentityPlan(
    String place,
    String state,
    List<PlanRow> users,
    List<IdentityChange> changes,
    List<Finding> findings,
    @JsonInclude(JsonInclude.Include.ALWAYS) PolicyReview policy) {
  public IdentityPlan {
    users = List.copyOf(users);
    changes = List.copyOf(changes);
    findings = List.copyOf(findings);
  }

  /// Whether it must not be applied.
  @JsonProperty("blocked")
  public boolean isBlocked() {
    return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.BLOCKER);
  }

  /// Whether there is anything to apply.
  @JsonIgnore
  public boolean isEmpty() {
    return changes.isEmpty() && policy.text() == null;
  }

  /// How many rows there are of each class; classes without rows too.
  @JsonProperty("counts")
  public Map<MatchClass, Integer> counts() {
    Map<MatchClass, Integer> counts = new EnumMap<>(MatchClass.class);
    for (MatchClass one : MatchClass.values()) {
      counts.put(one, 0);
    }
    users.forEach(row -> counts.merge(row.result(), 1, Integer::sum));
    return counts;
  }

  /// What a store is given to make the plan true.
  public IdentityRewrite rewrite() {
    return new IdentityRewrite(state, changes, policy.text());
  }
}
