package dev.wayleave.cli.oidc;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.wayleave.oidc.plan.IdentityPlan;

/// A plan with the place that it is for, as `-o json` prints it and `--out` saves it: one object,
/// the plan's own fields behind these two.
@JsonPropertyOrder({"format", "endpoint", "plan"})
record PlanDocument(String format, String endpoint, @JsonUnwrapped IdentityPlan plan) {
  static final String FORMAT = "wayleave-oidc-plan/1";

  static PlanDocument of(String endpoint, IdentityPlan plan) {
    return new PlanDocument(FORMAT, endpoint, plan);
  }
}
