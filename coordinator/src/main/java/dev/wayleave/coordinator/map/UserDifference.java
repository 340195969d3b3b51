package dev.wayleave.coordinator.map;

import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What about a user shows to anybody: in profiles, to a policy, or by who takes part.
///
/// Each login changes its user, and most leave all of this as it was.
final class UserDifference {
  private record Shown(
      String name,
      String displayName,
      String email,
      String pictureUrl,
      String identity,
      Set<Role> roles,
      Set<String> groups,
      boolean suspended,
      boolean awaitingApproval) {
    private static Shown of(User user) {
      return new Shown(
          user.name(),
          user.displayName(),
          user.email(),
          user.pictureUrl(),
          user.label(),
          user.allRoles(),
          user.groups(),
          user.suspended(),
          user.awaitingApproval());
    }
  }

  private UserDifference() {}

  /// Those of some users who show otherwise than before, or are new or gone.
  static Set<UserId> among(Collection<UserId> users, Tailnet before, Tailnet after) {
    Set<UserId> different = new LinkedHashSet<>(users);
    different.removeIf(user -> Objects.equals(shown(before, user), shown(after, user)));
    return different;
  }

  private static @Nullable Shown shown(Tailnet tailnet, UserId user) {
    return tailnet.user(user).map(Shown::of).orElse(null);
  }
}
