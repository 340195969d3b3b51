package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Somebody who says who people are, and what is believed of that.
///
/// Its client secret is a [Secret] of the role `oidc-client-secret` under this name.
///
/// @param name names it in addresses and commands, for example `keycloak`
/// @param displayName what people read on the button
/// @param issuer the OIDC issuer, as its tokens have it; for GitHub `https://github.com` or the URL
///   of an own one
/// @param extraParams what is added to the address at which people log in
/// @param emailVerifiedRequired whether a login with an unverified e-mail address is refused; for
///   [#HEADSCALES], as in Headscale, only where an allowed address is asked for, and such an
///   address is not kept
/// @param linkDomains e-mail domains in which a verified address is enough to be taken for the user
///   who has it; usually none
/// @param policyGroups from a group at the provider to a group of the policy, `group:NAME`
/// @param groupRoles from a group at the provider to a role
/// @param confirmChangedAddress whether an administrator has to confirm that a known login with
///   another address and another name is still the same person's
public record IdentityProvider(
    String name,
    Kind kind,
    String displayName,
    boolean enabled,
    String issuer,
    String clientId,
    List<String> scopes,
    Map<String, String> extraParams,
    Pkce pkce,
    Allowed allowed,
    boolean emailVerifiedRequired,
    Claims claims,
    Term term,
    Set<String> linkDomains,
    Map<String, String> policyGroups,
    Map<String, Role> groupRoles,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean confirmChangedAddress)
    implements TailnetEntity {
  /// The name of the one that a Headscale configuration has.
  public static final String HEADSCALES = "oidc";

  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?");

  public IdentityProvider {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is not a name of an identity provider: write a-z, 0-9 and dashes");
    }
    scopes = List.copyOf(scopes);
    extraParams = Collections.unmodifiableMap(new TreeMap<>(extraParams));
    linkDomains = Collections.unmodifiableSet(new TreeSet<>(linkDomains));
    policyGroups = Collections.unmodifiableMap(new TreeMap<>(policyGroups));
    groupRoles = Collections.unmodifiableMap(new TreeMap<>(groupRoles));
  }

  /// One at which issuer and subject are enough, as they are usually.
  public IdentityProvider(
      String name,
      Kind kind,
      String displayName,
      boolean enabled,
      String issuer,
      String clientId,
      List<String> scopes,
      Map<String, String> extraParams,
      Pkce pkce,
      Allowed allowed,
      boolean emailVerifiedRequired,
      Claims claims,
      Term term,
      Set<String> linkDomains,
      Map<String, String> policyGroups,
      Map<String, Role> groupRoles) {
    this(
        name,
        kind,
        displayName,
        enabled,
        issuer,
        clientId,
        scopes,
        extraParams,
        pkce,
        allowed,
        emailVerifiedRequired,
        claims,
        term,
        linkDomains,
        policyGroups,
        groupRoles,
        false);
  }

  /// The same, at which people can log in or not.
  public IdentityProvider enabled(boolean open) {
    return new IdentityProvider(
        name,
        kind,
        displayName,
        open,
        issuer,
        clientId,
        scopes,
        extraParams,
        pkce,
        allowed,
        emailVerifiedRequired,
        claims,
        term,
        linkDomains,
        policyGroups,
        groupRoles,
        confirmChangedAddress);
  }

  /// What it speaks.
  public enum Kind {
    /// OpenID Connect, found by its issuer.
    @JsonProperty("oidc")
    OIDC,
    /// GitHub's OAuth, which has no ID tokens.
    @JsonProperty("github")
    GITHUB
  }

  /// How the code is bound to whoever asked for it (RFC 7636).
  public enum Pkce {
    @JsonProperty("off")
    OFF,
    @JsonProperty("plain")
    PLAIN,
    @JsonProperty("S256")
    S256
  }

  /// Who may log in. An empty list asks nothing; each that is not empty has to be met.
  ///
  /// @param domains of e-mail addresses
  /// @param users e-mail addresses
  /// @param groups of the provider
  public record Allowed(List<String> domains, List<String> users, List<String> groups) {
    public static final Allowed EVERYBODY = new Allowed(List.of(), List.of(), List.of());

    public Allowed {
      domains = List.copyOf(domains);
      users = List.copyOf(users);
      groups = List.copyOf(groups);
    }
  }

  /// Which claims say what.
  public record Claims(
      String username, String email, String displayName, String picture, String groups) {
    public static final Claims STANDARD =
        new Claims("preferred_username", "email", "name", "picture", "groups");
  }

  /// How long a login lasts.
  ///
  /// @param fromToken whether it ends with the token
  /// @param fixed an ISO-8601 duration; null leaves it to the server's settings
  public record Term(boolean fromToken, @Nullable String fixed) {
    public static final Term OF_SERVER = new Term(false, null);
  }
}
