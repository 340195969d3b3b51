package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What becomes of groups and roles that a provider gave at logins, once it gives them no more: it
/// is disabled, gone, or maps to others.
final class Disowned {
  private Disowned() {}

  /// The users who lose something.
  ///
  /// @param now the provider as it is from now on; null where it is gone
  static Stream<TailnetChange.Edit> edits(
      Tailnet image, String name, @Nullable IdentityProvider now) {
    IdentityProvider giving = now == null || !now.enabled() ? null : now;
    Set<String> groups = giving == null ? Set.of() : new TreeSet<>(giving.policyGroups().values());
    Set<Role> roles = giving == null ? Set.of() : new TreeSet<>(giving.groupRoles().values());
    return image.users().stream()
        .map(user -> lessened(user, name, groups, roles))
        .filter(Objects::nonNull)
        .map(TailnetChange.Put::new);
  }

  private static @Nullable User lessened(
      User user, String name, Set<String> groups, Set<Role> roles) {
    List<Identity> left =
        user.identities().stream().map(one -> lessened(one, name, groups, roles)).toList();
    return left.equals(user.identities()) ? null : user.knownBy(left, user.expected());
  }

  private static Identity lessened(
      Identity identity, String name, Set<String> groups, Set<Role> roles) {
    Identity.LastLogin login = identity.lastLogin();
    if (login == null || !login.by().equals(name)) {
      return identity;
    }
    Set<String> keptGroups = new TreeSet<>(login.groups());
    keptGroups.retainAll(groups);
    Set<Role> keptRoles = new TreeSet<>(login.roles());
    keptRoles.retainAll(roles);
    return identity.seen(new Identity.LastLogin(login.at(), name, keptGroups, keptRoles));
  }
}
