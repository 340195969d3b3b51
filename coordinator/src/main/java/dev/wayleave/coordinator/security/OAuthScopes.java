package dev.wayleave.coordinator.security;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Scopes of OAuth clients: those of this API, and those that hosted Tailscale and Headscale 0.30
/// have for the same things.
public final class OAuthScopes {
  private static final String READ = ":read";

  private static final Map<String, Set<Permission>> HOSTED =
      Map.of(
          "auth_keys",
          EnumSet.of(Permission.PRE_AUTH_KEYS_READ, Permission.PRE_AUTH_KEYS_WRITE),
          "oauth_keys",
          EnumSet.of(Permission.OAUTH_CLIENTS_READ, Permission.OAUTH_CLIENTS_WRITE),
          "devices:core",
          EnumSet.of(Permission.NODES_READ, Permission.NODES_WRITE),
          "devices:routes",
          EnumSet.of(Permission.ROUTES_READ, Permission.ROUTES_WRITE),
          "policy_file",
          EnumSet.of(Permission.POLICY_READ, Permission.POLICY_WRITE),
          "feature_settings",
          EnumSet.of(Permission.STATE_READ, Permission.SETTINGS_WRITE),
          "users",
          EnumSet.of(Permission.USERS_READ, Permission.USERS_WRITE));

  /// Devices of a program belong to tags, so what makes or changes devices needs some.
  private static final Set<String> TAGGING = Set.of("auth_keys", "devices:core");

  private OAuthScopes() {}

  public static boolean isKnown(String scope) {
    return Scopes.isKnown(scope) || HOSTED.containsKey(object(scope));
  }

  /// Whether a client with these scopes must say which tags it may give.
  public static boolean needTags(Set<String> scopes) {
    return scopes.stream().anyMatch(TAGGING::contains);
  }

  /// What a client with these scopes may do; unlike a key's, no scopes are nothing.
  public static Set<Permission> permissions(Set<String> scopes) {
    EnumSet<Permission> permitted = EnumSet.noneOf(Permission.class);
    for (String scope : scopes) {
      Set<Permission> hosted = HOSTED.get(object(scope));
      if (Scopes.isKnown(scope)) {
        permitted.addAll(Scopes.permissions(Set.of(scope)));
      } else if (hosted != null) {
        hosted.stream()
            .filter(permission -> permission.isRead() || !scope.endsWith(READ))
            .forEach(permitted::add);
      }
    }
    return permitted;
  }

  private static String object(String scope) {
    return scope.endsWith(READ) ? scope.substring(0, scope.length() - READ.length()) : scope;
  }
}
