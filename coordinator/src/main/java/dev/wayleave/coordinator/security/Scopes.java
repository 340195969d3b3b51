package dev.wayleave.coordinator.security;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// Which permissions the scopes of a key come to.
///
/// A key without scopes is an administrator's, as every Headscale key is: it may do everything but
/// read secrets back, change the Noise keys, by which a mistake shuts every client out, and what
/// would make it anybody: say who tells who people are, and migrate, since a bundle may hold keys
/// and owners. `owner` may that too.
public final class Scopes {
  /// Everything, secrets included.
  public static final String OWNER = "owner";

  /// Everything but secrets, the Noise keys, identity providers and migrations.
  public static final String ALL = "all";

  /// Reading everything but secrets.
  public static final String ALL_READ = "all:read";

  private Scopes() {}

  /// Whether a scope means anything here. Keys that come from elsewhere may hold others, which
  /// permit nothing.
  public static boolean isKnown(String scope) {
    return scope.equals(OWNER)
        || scope.equals(ALL)
        || scope.equals(ALL_READ)
        || EnumSet.allOf(Permission.class).stream().anyMatch(p -> p.scope().equals(scope));
  }

  /// What a key with these scopes may do.
  public static Set<Permission> permissions(Set<String> scopes) {
    EnumSet<Permission> permitted = EnumSet.noneOf(Permission.class);
    if (scopes.isEmpty()) {
      permitted.addAll(administrator());
    }
    for (String scope : scopes) {
      switch (scope) {
        case OWNER -> permitted.addAll(EnumSet.allOf(Permission.class));
        case ALL -> permitted.addAll(administrator());
        case ALL_READ ->
            administrator().stream().filter(Permission::isRead).forEach(permitted::add);
        default -> permitted.addAll(named(scope));
      }
    }
    return Collections.unmodifiableSet(permitted);
  }

  private static Set<Permission> administrator() {
    return EnumSet.complementOf(
        EnumSet.of(
            Permission.SECRETS_READ,
            Permission.NOISE_KEYS_WRITE,
            Permission.IDENTITY_PROVIDERS_WRITE,
            Permission.MIGRATIONS_WRITE));
  }

  private static Set<Permission> named(String scope) {
    EnumSet<Permission> permitted = EnumSet.noneOf(Permission.class);
    for (Permission permission : Permission.values()) {
      if (permission.scope().equals(scope)) {
        permitted.add(permission);
        Permission.of(permission.object(), "read").ifPresent(permitted::add);
      }
    }
    return permitted;
  }
}
