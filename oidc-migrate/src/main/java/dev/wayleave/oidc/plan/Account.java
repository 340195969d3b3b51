package dev.wayleave.oidc.plan;

import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// One user as there will be after all merges.
///
/// @param user with the identities that the store gives the user when others are merged into it
/// @param origins the users who become this one, as they are now, the user itself first
record Account(User user, List<User> origins) {
  Account {
    origins = List.copyOf(origins);
  }

  UserId id() {
    return user.id();
  }

  /// The first text that is not empty, the user's own before those of merged ones.
  String first(Function<User, String> text) {
    return origins.stream().map(text).filter(one -> !one.isEmpty()).findFirst().orElse("");
  }

  /// The places of the user's identities.
  ///
  /// @param one whether the store keeps one identity for each user
  List<Slot> slots(boolean one) {
    if (user.identities().isEmpty()) {
      return List.of(new Slot(this, null, List.of()));
    }
    if (one) {
      List<Identity> pool =
          origins.stream().flatMap(origin -> origin.identities().stream()).distinct().toList();
      return List.of(new Slot(this, user.identities().getFirst(), pool));
    }
    return user.identities().stream()
        .map(identity -> new Slot(this, identity, List.of(identity)))
        .toList();
  }

  /// The identity of the user who was made last: nobody is made but by a login, so that it is the
  /// newest login's unless the provider was changed back.
  Identity youngest() {
    return origins.stream()
        .filter(one -> !one.identities().isEmpty())
        .max(Comparator.comparing(User::id))
        .map(one -> one.identities().getFirst())
        .orElseThrow();
  }
}
