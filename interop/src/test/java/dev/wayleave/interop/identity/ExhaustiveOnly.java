package dev.wayleave.interop.identity;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Leaves a class out of usual builds, and says so.
final class ExhaustiveOnly implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Boolean.getBoolean("wayleave.exhaustive")) {
      return ConditionEvaluationResult.enabled("the run is exhaustive");
    }
    String left = "LEFT OUT is " + context.getDisplayName() + ", which -Pexhaustive adds";
    System.out.println("interop: " + left);
    return ConditionEvaluationResult.disabled(left);
  }
}
