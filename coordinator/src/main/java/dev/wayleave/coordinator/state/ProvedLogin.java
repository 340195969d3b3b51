package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Role;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Somebody who has logged in at an identity provider, just now, and was let through by what the
/// provider is configured to let through.
///
/// @param provider as it was configured when the login was proved
/// @param name the user name that the provider gives, empty where it gives none
/// @param emailVerified whether the provider says so of the address
/// @param claims texts, for identities that are expected
/// @param groups groups of the policy
/// @param roles roles that the provider's groups stand for
/// @param at when the person logged in at the provider, where it says so, else when it was proved
/// @param until when the token ends; null where it does not say
/// @param proved when it was proved here, which may be long after somebody logged in at the
///   provider: what it says of groups and roles is of this moment
public record ProvedLogin(
    IdentityProvider provider,
    Subject subject,
    String name,
    String displayName,
    String email,
    boolean emailVerified,
    String pictureUrl,
    Map<String, String> claims,
    Set<String> groups,
    Set<Role> roles,
    Instant at,
    @Nullable Instant until,
    Instant proved) {
  /// A login that was proved as soon as it was made.
  public ProvedLogin(
      IdentityProvider provider,
      Subject subject,
      String name,
      String displayName,
      String email,
      boolean emailVerified,
      String pictureUrl,
      Map<String, String> claims,
      Set<String> groups,
      Set<Role> roles,
      Instant at,
      @Nullable Instant until) {
    this(
        provider,
        subject,
        name,
        displayName,
        email,
        emailVerified,
        pictureUrl,
        claims,
        groups,
        roles,
        at,
        until,
        at);
  }

  public ProvedLogin {
    claims = Collections.unmodifiableMap(new TreeMap<>(claims));
    groups = Collections.unmodifiableSet(new TreeSet<>(groups));
    roles = Collections.unmodifiableSet(new TreeSet<>(roles));
  }

  /// What to call this person in a sentence.
  public String label() {
    if (!name.isEmpty()) {
      return name;
    }
    return email.isEmpty() ? subject.subject() : email;
  }
}
