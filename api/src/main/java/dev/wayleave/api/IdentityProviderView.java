package dev.wayleave.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An identity provider.
///
/// @param from where its settings stand: `api`, `file`, or `imported` with a Headscale
///   configuration
/// @param callbackUrl the redirect address to register at the provider
/// @param secret whether a client secret is known
/// @param claims which claims say what; null from servers that do not tell
public record IdentityProviderView(
    String name,
    String kind,
    String displayName,
    boolean enabled,
    String from,
    String issuer,
    String clientId,
    boolean secret,
    String callbackUrl,
    List<String> scopes,
    Map<String, String> extraParams,
    String pkce,
    List<String> allowedDomains,
    List<String> allowedUsers,
    List<String> allowedGroups,
    boolean emailVerifiedRequired,
    IdentityProviderSettings.@Nullable Claims claims,
    boolean expiryFromToken,
    @Nullable String expiry,
    List<String> linkDomains,
    Map<String, String> policyGroups,
    Map<String, String> groupRoles,
    boolean confirmChangedAddress) {
  public IdentityProviderView {
    scopes = List.copyOf(scopes);
    extraParams = Map.copyOf(extraParams);
    allowedDomains = List.copyOf(allowedDomains);
    allowedUsers = List.copyOf(allowedUsers);
    allowedGroups = List.copyOf(allowedGroups);
    linkDomains = List.copyOf(linkDomains);
    policyGroups = Map.copyOf(policyGroups);
    groupRoles = Map.copyOf(groupRoles);
  }
}
