package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Providers, logins and users as tests need them.
public final class Logging {
  public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private Logging() {}

  /// A provider at `https://NAME.example.com` that is believed of addresses in some domains.
  public static IdentityProvider provider(String name, String... linkDomains) {
    return new IdentityProvider(
        name,
        IdentityProvider.Kind.OIDC,
        "The " + name,
        true,
        "https://" + name + ".example.com",
        "wayleave",
        List.of("openid"),
        Map.of(),
        IdentityProvider.Pkce.S256,
        IdentityProvider.Allowed.EVERYBODY,
        true,
        IdentityProvider.Claims.STANDARD,
        IdentityProvider.Term.OF_SERVER,
        Set.of(linkDomains),
        Map.of(),
        Map.of());
  }

  /// The same name with another issuer behind it.
  static IdentityProvider issuedAt(IdentityProvider one, String issuer) {
    return new IdentityProvider(
        one.name(),
        one.kind(),
        one.displayName(),
        one.enabled(),
        issuer,
        one.clientId(),
        one.scopes(),
        one.extraParams(),
        one.pkce(),
        one.allowed(),
        one.emailVerifiedRequired(),
        one.claims(),
        one.term(),
        one.linkDomains(),
        one.policyGroups(),
        one.groupRoles());
  }

  /// The same where an administrator confirms that somebody with another address and name is still
  /// the same person.
  static IdentityProvider confirming(IdentityProvider one) {
    return new IdentityProvider(
        one.name(),
        one.kind(),
        one.displayName(),
        one.enabled(),
        one.issuer(),
        one.clientId(),
        one.scopes(),
        one.extraParams(),
        one.pkce(),
        one.allowed(),
        one.emailVerifiedRequired(),
        one.claims(),
        one.term(),
        one.linkDomains(),
        one.policyGroups(),
        one.groupRoles(),
        true);
  }

  static IdentityProvider lasting(IdentityProvider one, boolean fromToken, @Nullable String fixed) {
    return new IdentityProvider(
        one.name(),
        one.kind(),
        one.displayName(),
        one.enabled(),
        one.issuer(),
        one.clientId(),
        one.scopes(),
        one.extraParams(),
        one.pkce(),
        one.allowed(),
        one.emailVerifiedRequired(),
        one.claims(),
        new IdentityProvider.Term(fromToken, fixed),
        one.linkDomains(),
        one.policyGroups(),
        one.groupRoles());
  }

  /// The same where nobody can log in any more.
  public static IdentityProvider disabled(IdentityProvider one) {
    return new IdentityProvider(
        one.name(),
        one.kind(),
        one.displayName(),
        false,
        one.issuer(),
        one.clientId(),
        one.scopes(),
        one.extraParams(),
        one.pkce(),
        one.allowed(),
        one.emailVerifiedRequired(),
        one.claims(),
        one.term(),
        one.linkDomains(),
        one.policyGroups(),
        one.groupRoles());
  }

  static IdentityProvider unverifying(IdentityProvider one) {
    return new IdentityProvider(
        one.name(),
        one.kind(),
        one.displayName(),
        one.enabled(),
        one.issuer(),
        one.clientId(),
        one.scopes(),
        one.extraParams(),
        one.pkce(),
        one.allowed(),
        false,
        one.claims(),
        one.term(),
        one.linkDomains(),
        one.policyGroups(),
        one.groupRoles());
  }

  /// A login of `NAME@example.com`, verified, now.
  public static ProvedLogin login(IdentityProvider provider, String subject, String name) {
    return login(provider, subject, name, name + "@example.com", true);
  }

  public static ProvedLogin login(
      IdentityProvider provider, String subject, String name, String email, boolean verified) {
    return new ProvedLogin(
        provider,
        new Subject(provider.issuer(), subject),
        name,
        name,
        email,
        verified,
        "",
        Map.of("preferred_username", name, "email", email),
        Set.of(),
        Set.of(),
        NOW,
        null);
  }

  /// The same at another time, with what the provider's groups stand for.
  public static ProvedLogin at(ProvedLogin one, Instant at, Set<String> groups, Set<Role> roles) {
    return new ProvedLogin(
        one.provider(),
        one.subject(),
        one.name(),
        one.displayName(),
        one.email(),
        one.emailVerified(),
        one.pictureUrl(),
        one.claims(),
        groups,
        roles,
        at,
        one.until());
  }

  /// The same proved anew at a provider that did not ask again.
  static ProvedLogin proved(ProvedLogin one, Instant proved, Set<String> groups) {
    return new ProvedLogin(
        one.provider(),
        one.subject(),
        one.name(),
        one.displayName(),
        one.email(),
        one.emailVerified(),
        one.pictureUrl(),
        one.claims(),
        groups,
        one.roles(),
        one.at(),
        one.until(),
        proved);
  }

  static ProvedLogin until(ProvedLogin one, Instant until) {
    return new ProvedLogin(
        one.provider(),
        one.subject(),
        one.name(),
        one.displayName(),
        one.email(),
        one.emailVerified(),
        one.pictureUrl(),
        one.claims(),
        one.groups(),
        one.roles(),
        one.at(),
        until);
  }

  public static User user(long id, String name, Identity... identities) {
    return new User(
        new UserId(id),
        name,
        "",
        name.isEmpty() ? "" : name + "@example.com",
        "",
        List.of(identities),
        Set.of(),
        null);
  }

  /// An identity as Headscale keeps it, in one text.
  public static Identity spelled(String identifier) {
    return new Identity("oidc", identifier, null, null);
  }

  /// The settings of a Headscale whose people log in at an issuer.
  static ServerSettings headscale(String issuer, boolean emailVerifiedRequired) {
    return new ServerSettings(
        "https://vpn.example.com",
        "",
        null,
        null,
        "sequential",
        null,
        null,
        new ServerSettings.Oidc(
            issuer,
            "headscale",
            List.of("openid"),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            emailVerifiedRequired,
            false,
            null,
            false,
            "S256",
            true),
        Map.of());
  }

  static Tailnet image(User... users) {
    Tailnet image = Tailnet.empty();
    for (User user : users) {
      image = image.with(new TailnetChange.Put(user));
    }
    return image;
  }
}
