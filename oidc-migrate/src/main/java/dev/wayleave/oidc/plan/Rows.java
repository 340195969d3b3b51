package dev.wayleave.oidc.plan;

import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the rows of a plan.
final class Rows {
  private Rows() {}

  /// @param one whether the store keeps one identity for each user
  static List<PlanRow> of(List<Outcome> outcomes, boolean one) {
    Set<Held> told = new HashSet<>();
    List<PlanRow> rows = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      List<User> origins = outcome.slot().account().origins();
      Identity identity = outcome.slot().identity();
      if (one) {
        origins.forEach(origin -> rows.add(row(outcome, origin, first(origin), one)));
      } else if (identity == null) {
        rows.add(row(outcome, origins.getFirst(), null, one));
      } else {
        User holder =
            origins.stream()
                .filter(origin ->
                    origin.identities().contains(identity)
                        && told.add(new Held(origin.id(), identity)))
                .findFirst()
                .orElse(origins.getFirst());
        rows.add(row(outcome, holder, identity, one));
      }
    }
    return rows;
  }

  /// What a row was made for.
  private record Held(UserId user, Identity identity) {}

  private static @Nullable Identity first(User user) {
    return user.identities().isEmpty() ? null : user.identities().getFirst();
  }

  /// @param origin who has the identity now: the user who stays, or one who is merged into it
  private static PlanRow row(Outcome outcome, User origin, @Nullable Identity old, boolean one) {
    UserId survivor = outcome.slot().account().id();
    boolean stays = origin.id().equals(survivor);
    boolean same = (stays || !one) && Objects.equals(old, outcome.slot().identity());
    Resolution found = outcome.resolution();
    Identity ends = ends(outcome);
    return new PlanRow(
        origin.id(),
        origin.name(),
        origin.email(),
        old == null ? null : old.identifier(),
        same ? next(found, old) : ends == null ? null : ends.identifier(),
        same || ends == null || isAlready(found, ends, old) ? result(found) : MatchClass.MATCHED,
        stays ? found.how() : "merged into user " + survivor,
        outcome.left(),
        origin.label());
  }

  private static boolean isAlready(Resolution found, Identity ends, @Nullable Identity old) {
    return found instanceof Resolution.Already && ends.equals(old);
  }

  /// What everybody who becomes one user is known by at the end; null where that is not known.
  private static @Nullable Identity ends(Outcome outcome) {
    return switch (outcome.resolution()) {
      case Resolution.To to -> outcome.left() ? outcome.slot().identity() : to.identity();
      case Resolution.Already _, Resolution.Stays _ -> outcome.slot().identity();
      case Resolution.Expected _,
          Resolution.Ambiguous _,
          Resolution.Unmatched _,
          Resolution.Collision _ ->
          null;
    };
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
