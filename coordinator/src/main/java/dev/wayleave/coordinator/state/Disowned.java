package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    IdentityProvider before = image.identityProvider(name).orElse(null);
    return puts(image, identity -> isBy(identity, name) ? left(identity, now, before) : identity);
  }

  /// The users who lose something where these are all the providers.
  ///
  /// @param former the providers of before, as far as they are known
  static Stream<TailnetChange.Edit> edits(Tailnet image, Giving providers, Giving former) {
    return puts(
        image,
        identity -> {
          Identity.LastLogin login = identity.lastLogin();
          return login == null
              ? identity
              : left(
                  identity,
                  providers.named(login.by()).orElse(null),
                  former.named(login.by()).orElse(null));
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

  /// Of which of a person's groups something came nobody knows, so it stays only where all that
  /// stood for it still do.
  private static Identity left(
      Identity identity, @Nullable IdentityProvider now, @Nullable IdentityProvider before) {
    Identity.LastLogin login = identity.lastLogin();
    if (login == null) {
      return identity;
    }
    Set<String> groups = new TreeSet<>(login.groups());
    Set<Role> roles = new TreeSet<>(login.roles());
    if (now != null && now.enabled() && IssuedBy.is(now, identity)) {
      groups.retainAll(
          given(now.policyGroups(), before == null ? Map.of() : before.policyGroups()));
      roles.retainAll(given(now.groupRoles(), before == null ? Map.of() : before.groupRoles()));
    } else {
      groups.clear();
      roles.clear();
    }
    return identity.seen(login.giving(groups, roles));
  }

  /// What all groups still stand for that stood for it before.
  private static <V> Set<V> given(Map<String, V> now, Map<String, V> before) {
    Set<V> given = new HashSet<>(now.values());
    before.forEach((group, value) -> {
      if (!value.equals(now.get(group))) {
        given.remove(value);
      }
    });
    return given;
  }
}
