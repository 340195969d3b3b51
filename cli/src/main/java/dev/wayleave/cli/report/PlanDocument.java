package dev.wayleave.cli.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.wayleave.cli.endpoint.Endpoints;
import dev.wayleave.cli.endpoint.WrittenHeadscale;
import dev.wayleave.tailnet.inventory.SourceInfo;
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
/// @param headscale what Headscale is written; null where none is
/// @param target what is written, where that is known beforehand
@JsonPropertyOrder({
  "format",
  "from",
  "to",
  "plain",
  "withoutSecrets",
  "policyMeaning",
  "headscale",
  "target",
  "plan"
})
public record PlanDocument(
    String format,
    String from,
    String to,
    boolean plain,
    boolean withoutSecrets,
    @Nullable PolicyMeaning policyMeaning,
    @Nullable WrittenHeadscale headscale,
    @Nullable SourceInfo target,
    Plan plan) {
  /// The form that this release writes and reads.
  public static final String FORMAT = "wayleave-plan/1";

  /// A plan whose bundles are as usual (encrypted, with secrets), and that writes no Headscale.
  public static PlanDocument of(String from, String to, Plan plan) {
    return new PlanDocument(FORMAT, from, to, false, false, PolicyMeaning.ASK, null, null, plan);
  }

  /// A plan as it was asked for.
  ///
  /// @param target what is written, where that is known beforehand
  public static PlanDocument of(
      String from, String to, Endpoints.Access access, @Nullable SourceInfo target, Plan plan) {
    return new PlanDocument(
        FORMAT,
        from,
        to,
        access.bundles().plain(),
        access.bundles().withoutSecrets(),
        access.policyMeaning(),
        access.headscale().saysNothing() ? null : access.headscale(),
        target,
        plan);
  }

  /// The meaning, which older plans do not hold.
  public PolicyMeaning meaning() {
    return policyMeaning == null ? PolicyMeaning.ASK : policyMeaning;
  }

  /// The target as it was named, with what it is.
  public String shownTarget() {
    return target == null ? to : to + "  " + Sides.of(target);
  }
}
