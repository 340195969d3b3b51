package dev.wayleave.cli.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.wayleave.tailnet.inventory.plan.Plan;

/// A plan with the two sides it was made for, as it is printed and saved.
///
/// @param format `wayleave-plan/` and the version of this form
/// @param from the source as an endpoint
/// @param to the target as an endpoint
/// @param plain whether a bundle is to be written unencrypted
/// @param withoutSecrets whether secrets are left out
@JsonPropertyOrder({"format", "from", "to", "plain", "withoutSecrets", "plan"})
public record PlanDocument(
    String format, String from, String to, boolean plain, boolean withoutSecrets, Plan plan) {
  /// The form that this release writes and reads.
  public static final String FORMAT = "wayleave-plan/1";

  /// A plan whose bundles are as usual: encrypted, with secrets.
  public static PlanDocument of(String from, String to, Plan plan) {
    return of(from, to, false, false, plan);
  }

  public static PlanDocument of(
      String from, String to, boolean plain, boolean withoutSecrets, Plan plan) {
    return new PlanDocument(FORMAT, from, to, plain, withoutSecrets, plan);
  }
}
