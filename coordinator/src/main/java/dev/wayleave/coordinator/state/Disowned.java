package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What becomes of groups and roles that a provider gave at logins, once it gives them no more: it
/// is disabled, gone, another one under the same name, or maps to others.
final class Disowned {
  /// The providers of a moment by their names.
  interface Giving {
    Optional<IdentityProvider> named(String name);
  }

  private Disowned() {}

  /// The users who lose something by the change of one provider.
  ///
  /// @param now the provider as it is from now on; null where it is gone
  static Stream<TailnetChange.Edit> edits(
      Tailnet image, String name, @Nullable IdentityProvider now) {
    return puts(
        image,
        identity -> isBy(identity, name) ? left(identity, Optional.ofNullable(now)) : identity);
  }

  /// The users who lose something where these are all the providers.
  static Stream<TailnetChange.Edit> edits(Tailnet image, Giving providers) {
    return puts(
        image,
        identity -> {
          Identity.LastLogin login = identity.lastLogin();
          return login == null ? identity : left(identity, providers.named(login.by()));
        });
  }

  private static Stream<TailnetChange.Edit> puts(Tailnet image, UnaryOperator<Identity> left) {
    return image.users().stream()
        .map(user -> lessened(user, left))
        .filter(Objects::nonNull)
        .map(TailnetChange.Put::new);
  }

  private static @Nullable User lessened(User user, UnaryOperator<Identity> left) {
    List<Identity> identities = user.identities().stream().map(left).toList();
    return identities.equals(user.identities()) ? null : user.knownBy(identities, user.expected());
  }

  private static boolean isBy(Identity identity, String name) {
    Identity.LastLogin login = identity.lastLogin();
    return login != null && login.by().equals(name);
  }

  private static Identity left(Identity identity, Optional<IdentityProvider> now) {
    Identity.LastLogin login = identity.lastLogin();
    if (login == null) {
      return identity;
    }
    Optional<IdentityProvider> giving =
        now.filter(provider -> provider.enabled() && IssuedBy.is(provider, identity));
    Set<String> groups = new TreeSet<>(login.groups());
    groups.retainAll(giving.map(one -> Set.copyOf(one.policyGroups().values())).orElse(Set.of()));
    Set<Role> roles = new TreeSet<>(login.roles());
    roles.retainAll(giving.map(one -> Set.copyOf(one.groupRoles().values())).orElse(Set.of()));
    return identity.seen(login.giving(groups, roles));
  }
}
