package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How a login proves to be a user.
///
/// @param provider the kind of provider as the source names it, for example `oidc`
/// @param identifier the source's own spelling of the identity, for Headscale its
///   `provider_identifier`
/// @param issuer the OIDC issuer where it is known apart from the identifier
/// @param subject the OIDC subject where it is known apart from the identifier
/// @param lastLogin what the newest login by this identity brought; null where none was seen here
/// @param formerAddress the e-mail address that came before a login with another one and another
///   name, until an administrator says whose the identity is; null where there was no such login
public record Identity(
    String provider,
    String identifier,
    @Nullable String issuer,
    @Nullable String subject,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LastLogin lastLogin,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String formerAddress) {
  /// An identity of which nobody doubts whose it is.
  public Identity(
      String provider,
      String identifier,
      @Nullable String issuer,
      @Nullable String subject,
      @Nullable LastLogin lastLogin) {
    this(provider, identifier, issuer, subject, lastLogin, null);
  }

  /// An identity by which nobody has logged in here.
  public Identity(
      String provider, String identifier, @Nullable String issuer, @Nullable String subject) {
    this(provider, identifier, issuer, subject, null);
  }

  /// The identity after a login by it.
  public Identity seen(LastLogin login) {
    return new Identity(provider, identifier, issuer, subject, login, formerAddress);
  }

  /// What a provider said at a login. It holds until the next one, which replaces it: who is taken
  /// out of a group there is out of it here from then on.
  ///
  /// @param by the [IdentityProvider] by its name
  /// @param groups groups of the policy, for example `group:eng`, that the provider's groups stand
  ///   for
  /// @param roles roles that the provider's groups stand for, beside those given here
  /// @param verifiedEmail the e-mail address that the provider called verified; empty where it did
  ///   so of none. The user's own address may be another one
  public record LastLogin(
      Instant at,
      String by,
      Set<String> groups,
      Set<Role> roles,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String verifiedEmail) {
    public LastLogin {
      groups = Collections.unmodifiableSet(new TreeSet<>(groups));
      roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    }

    /// A login that brought no verified address.
    public LastLogin(Instant at, String by, Set<String> groups, Set<Role> roles) {
      this(at, by, groups, roles, "");
    }

    /// The same login where it gives other groups and roles.
    public LastLogin giving(Set<String> others, Set<Role> otherRoles) {
      return new LastLogin(at, by, others, otherRoles, verifiedEmail);
    }
  }
}
