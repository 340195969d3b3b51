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
/// is disabled, gone, maps to others, or another issuer has its name.
final class Disowned {
  private Disowned() {}

  /// The users who lose something.
  ///
  /// @param now the provider as it is from now on; null where it is gone
  static Stream<TailnetChange.Edit> edits(
      Tailnet image, String name, @Nullable IdentityProvider now) {
    IdentityProvider giving = now == null || !now.enabled() ? null : now;
    return image.users().stream()
        .map(user -> lessened(user, name, giving))
        .filter(Objects::nonNull)
        .map(TailnetChange.Put::new);
  }

  private static @Nullable User lessened(User user, String name, @Nullable IdentityProvider now) {
    List<Identity> left = user.identities().stream().map(one -> lessened(one, name, now)).toList();
    return left.equals(user.identities()) ? null : user.knownBy(left, user.expected());
  }

  private static Identity lessened(Identity identity, String name, @Nullable IdentityProvider now) {
    Identity.LastLogin login = identity.lastLogin();
    if (login == null || !login.by().equals(name)) {
      return identity;
    }
    Set<String> keptGroups = new TreeSet<>();
    Set<Role> keptRoles = new TreeSet<>();
    if (now != null && IssuedBy.is(now, identity)) {
      keptGroups.addAll(login.groups());
      keptGroups.retainAll(now.policyGroups().values());
      keptRoles.addAll(login.roles());
      keptRoles.retainAll(now.groupRoles().values());
    }
    return identity.seen(new Identity.LastLogin(login.at(), name, keptGroups, keptRoles));
  }
}
