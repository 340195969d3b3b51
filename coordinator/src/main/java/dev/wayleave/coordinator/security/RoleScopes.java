package dev.wayleave.coordinator.security;

import dev.wayleave.tailnet.model.Role;
import java.util.Set;
import java.util.TreeSet;

/// What roles allow, as scopes of keys, after what hosted Tailscale's roles allow there
/// (`https://tailscale.com/kb/1138/user-roles`).
public final class RoleScopes {
  private RoleScopes() {}

  /// What a user with these roles may do; nothing for a member.
  public static Set<String> of(Set<Role> roles) {
    Set<String> scopes = new TreeSet<>();
    roles.forEach(role -> scopes.addAll(of(role)));
    return scopes;
  }

  private static Set<String> of(Role role) {
    return switch (role) {
      case OWNER -> Set.of(Scopes.OWNER);
      case ADMIN -> Set.of(Scopes.ALL);
      case NETWORK_ADMIN ->
          Set.of("policy", "dns", "routes", "users:read", "nodes:read", "state:read");
      case IT_ADMIN ->
          Set.of(
              "users",
              "nodes",
              "pre_auth_keys",
              "routes:read",
              "policy:read",
              "dns:read",
              "state:read");
      case BILLING_ADMIN -> Set.of("users:read");
      case AUDITOR -> Set.of(Scopes.ALL_READ);
      case MEMBER -> Set.of();
    };
  }

  /// The same as permissions.
  public static Set<Permission> permissions(Set<Role> roles) {
    Set<String> scopes = of(roles);
    // Of a key, no scopes are an administrator's; of a person they are nobody's.
    return scopes.isEmpty() ? Set.of() : Scopes.permissions(scopes);
  }
}
