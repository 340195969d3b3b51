package dev.wayleave.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An identity provider as it is to be; what is missing has its usual value.
///
/// The same form is one entry of a file of providers, where `name` says which it is, and the secret
/// may lie in a file of its own.
///
/// @param name names it in addresses and commands; in a request it stands in the address
/// @param kind `oidc` (the usual one) or `github`
/// @param displayName what people read on the button; the host of the issuer unless given
/// @param enabled true unless given
/// @param clientSecret never given back; without one the former stays, as long as issuer and client
///   stay
/// @param clientSecretFile in a file of providers: where the secret lies
/// @param scopes `openid profile email` unless given, for GitHub `read:user user:email`
/// @param pkce `S256` (the usual one), `plain` or `off`
/// @param emailVerifiedRequired true unless given
/// @param expiryFromToken whether a login lasts as long as the token
/// @param expiry how long it lasts, an ISO-8601 duration; the server's settings unless given
/// @param linkDomains e-mail domains in which a verified address is enough to be taken for the user
///   who has it
/// @param policyGroups from a group at the provider to a group of the policy, `group:NAME`
/// @param groupRoles from a group at the provider to a role
/// @param confirmChangedAddress whether an administrator has to confirm that a known login with
///   another address and another name is still the same person's; false unless given
public record IdentityProviderSettings(
    @Nullable String name,
    @Nullable String kind,
    @Nullable String displayName,
    @Nullable Boolean enabled,
    @Nullable String issuer,
    @Nullable String clientId,
    @Nullable String clientSecret,
    @Nullable String clientSecretFile,
    @Nullable List<String> scopes,
    @Nullable Map<String, String> extraParams,
    @Nullable String pkce,
    @Nullable Allowed allowed,
    @Nullable Boolean emailVerifiedRequired,
    @Nullable Claims claims,
    @Nullable Boolean expiryFromToken,
    @Nullable String expiry,
    @Nullable List<String> linkDomains,
    @Nullable Map<String, String> policyGroups,
    @Nullable Map<String, String> groupRoles,
    @Nullable Boolean confirmChangedAddress) {
  /// Who may log in; an empty or missing list asks nothing.
  public record Allowed(
      @Nullable List<String> domains,
      @Nullable List<String> users,
      @Nullable List<String> groups) {}

  /// Which claims say what, by name or by a path with dots.
  public record Claims(
      @Nullable String username,
      @Nullable String email,
      @Nullable String displayName,
      @Nullable String picture,
      @Nullable String groups) {}

  /// Never the secret.
  @Override
  public String toString() {
    return "IdentityProviderSettings(" + name + ", " + issuer + ")";
  }
}
