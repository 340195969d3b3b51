package dev.wayleave.oidc.plan;

import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import org.jspecify.annotations.Nullable;

/// Makes the rows of a plan.
final class Rows {
  private Rows() {}

  static PlanRow row(Outcome outcome) {
    User user = outcome.slot().account().user();
    Identity identity = outcome.slot().identity();
    Resolution found = outcome.resolution();
    return new PlanRow(
        user.id(),
        user.name(),
        user.email(),
        identity == null ? null : identity.identifier(),
        next(found, identity),
        result(found),
        found.how(),
        outcome.left() || found instanceof Resolution.Stays,
        user.label());
  }

  private static @Nullable String next(Resolution found, @Nullable Identity identity) {
    return switch (found) {
      case Resolution.To to -> to.identity().identifier();
      case Resolution.Collision collision -> collision.identity().identifier();
      case Resolution.Already _ -> identity == null ? null : identity.identifier();
      case Resolution.Expected _,
          Resolution.Ambiguous _,
          Resolution.Unmatched _,
          Resolution.Stays _ ->
          null;
    };
  }

  private static MatchClass result(Resolution found) {
    return switch (found) {
      case Resolution.To _ -> MatchClass.MATCHED;
      case Resolution.Already _ -> MatchClass.ALREADY_NEW;
      case Resolution.Expected _ -> MatchClass.EXPECTED;
      case Resolution.Ambiguous _ -> MatchClass.AMBIGUOUS;
      case Resolution.Unmatched _, Resolution.Stays _ -> MatchClass.UNMATCHED;
      case Resolution.Collision _ -> MatchClass.COLLISION;
    };
  }
}
