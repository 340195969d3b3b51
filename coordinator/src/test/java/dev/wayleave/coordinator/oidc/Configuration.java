package dev.wayleave.coordinator.oidc;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.IdentityProvider.Allowed;
import dev.wayleave.tailnet.model.IdentityProvider.Claims;
import dev.wayleave.tailnet.model.IdentityProvider.Pkce;
import dev.wayleave.tailnet.model.IdentityProvider.Term;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.testkit.provider.OidcProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How a provider is configured, for tests that change one thing of it.
record Configuration(
    String name,
    IdentityProvider.Kind kind,
    boolean enabled,
    String issuer,
    String clientId,
    List<String> scopes,
    Map<String, String> extraParams,
    Pkce pkce,
    Allowed allowed,
    boolean emailVerifiedRequired,
    Claims claims,
    Map<String, String> policyGroups,
    Map<String, Role> groupRoles) {
  static Configuration of(String name, OidcProvider provider) {
    return new Configuration(
        name,
        IdentityProvider.Kind.OIDC,
        true,
        provider.issuer(),
        provider.clientId(),
        List.of("openid", "profile", "email"),
        Map.of(),
        Pkce.S256,
        Allowed.EVERYBODY,
        true,
        Claims.STANDARD,
        Map.of(),
        Map.of());
  }

  IdentityProvider made() {
    return new IdentityProvider(
        name,
        kind,
        "The " + name,
        enabled,
        issuer,
        clientId,
        scopes,
        extraParams,
        pkce,
        allowed,
        emailVerifiedRequired,
        claims,
        Term.OF_SERVER,
        Set.of(),
        policyGroups,
        groupRoles);
  }

  Configuration off() {
    return new Configuration(
        name,
        kind,
        false,
        issuer,
        clientId,
        scopes,
        extraParams,
        pkce,
        allowed,
        emailVerifiedRequired,
        claims,
        policyGroups,
        groupRoles);
  }

  Configuration issuer(String other) {
    return new Configuration(
        name,
        kind,
        enabled,
        other,
        clientId,
        scopes,
        extraParams,
        pkce,
        allowed,
        emailVerifiedRequired,
        claims,
        policyGroups,
        groupRoles);
  }

  Configuration kind(IdentityProvider.Kind other) {
    return new Configuration(
        name,
        other,
        enabled,
        issuer,
        clientId,
        scopes,
        extraParams,
        pkce,
        allowed,
        emailVerifiedRequired,
        claims,
        policyGroups,
        groupRoles);
  }

  Configuration scopes(String... wanted) {
    return new Configuration(
        name,
        kind,
        enabled,
        issuer,
        clientId,
        List.of(wanted),
        extraParams,
        pkce,
        allowed,
        emailVerifiedRequired,
        claims,
        policyGroups,
        groupRoles);
  }

  Configuration extra(Map<String, String> parameters) {
    return new Configuration(
        name,
        kind,
        enabled,
        issuer,
        clientId,
        scopes,
        parameters,
        pkce,
        allowed,
        emailVerifiedRequired,
        claims,
        policyGroups,
        groupRoles);
  }

  Configuration pkce(Pkce how) {
    return new Configuration(
        name,
        kind,
        enabled,
        issuer,
        clientId,
        scopes,
        extraParams,
        how,
        allowed,
        emailVerifiedRequired,
        claims,
        policyGroups,
        groupRoles);
  }

  Configuration allowed(List<String> domains, List<String> users, List<String> groups) {
    return new Configuration(
        name,
        kind,
        enabled,
        issuer,
        clientId,
        scopes,
        extraParams,
        pkce,
        new Allowed(domains, users, groups),
        emailVerifiedRequired,
        claims,
        policyGroups,
        groupRoles);
  }

  Configuration unverifiedToo() {
    return new Configuration(
        name,
        kind,
        enabled,
        issuer,
        clientId,
        scopes,
        extraParams,
        pkce,
        allowed,
        false,
        claims,
        policyGroups,
        groupRoles);
  }

  Configuration claims(Claims names) {
    return new Configuration(
        name,
        kind,
        enabled,
        issuer,
        clientId,
        scopes,
        extraParams,
        pkce,
        allowed,
        emailVerifiedRequired,
        names,
        policyGroups,
        groupRoles);
  }

  Configuration mapping(Map<String, String> groups, Map<String, Role> roles) {
    return new Configuration(
        name,
        kind,
        enabled,
        issuer,
        clientId,
        scopes,
        extraParams,
        pkce,
        allowed,
        emailVerifiedRequired,
        claims,
        groups,
        roles);
  }
}
