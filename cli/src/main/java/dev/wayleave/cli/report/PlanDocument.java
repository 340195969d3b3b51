package dev.wayleave.cli.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import org.jspecify.annotations.Nullable;

/// A plan with the two sides it was made for, as it is printed and saved.
///
/// @param format `wayleave-plan/` and the version of this form
/// @param from the source as an endpoint
/// @param to the target as an endpoint
/// @param plain whether a bundle is to be written unencrypted
/// @param withoutSecrets whether secrets are left out
/// @param policyMeaning what becomes of rules that mean something else here; a plan that was saved
///   without it asks
@JsonPropertyOrder({"format", "from", "to", "plain", "withoutSecrets", "policyMeaning", "plan"})
public record PlanDocument(
    String format,
    String from,
    String to,
    boolean plain,
    boolean withoutSecrets,
    @Nullable PolicyMeaning policyMeaning,
    Plan plan) {
  /// The form that this release writes and reads.
  public static final String FORMAT = "wayleave-plan/1";

  /// A plan whose bundles are as usual: encrypted, with secrets.
  public static PlanDocument of(String from, String to, Plan plan) {
    return of(from, to, false, false, PolicyMeaning.ASK, plan);
  }

  public static PlanDocument of(
      String from,
      String to,
      boolean plain,
      boolean withoutSecrets,
      PolicyMeaning policyMeaning,
      Plan plan) {
    return new PlanDocument(FORMAT, from, to, plain, withoutSecrets, policyMeaning, plan);
  }

  /// The meaning, which older plans do not hold.
  public PolicyMeaning meaning() {
    return policyMeaning == null ? PolicyMeaning.ASK : policyMeaning;
  }
}
