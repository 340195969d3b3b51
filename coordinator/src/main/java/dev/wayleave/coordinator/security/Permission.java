package dev.wayleave.coordinator.security;

import java.util.Arrays;
import java.util.Optional;

/// What a request may need.
///
/// The name is what an endpoint asks for, as `OBJECT:ACTION`. The scope is how a key is given it;
/// writing includes reading.
public enum Permission {
  USERS_READ("users", "read"),
  USERS_WRITE("users", "write"),
  NODES_READ("nodes", "read"),
  NODES_WRITE("nodes", "write"),
  ROUTES_READ("routes", "read"),
  ROUTES_WRITE("routes", "write"),
  PRE_AUTH_KEYS_READ("pre_auth_keys", "read"),
  PRE_AUTH_KEYS_WRITE("pre_auth_keys", "write"),
  API_KEYS_READ("api_keys", "read"),
  API_KEYS_WRITE("api_keys", "write"),
  OAUTH_CLIENTS_READ("oauth_clients", "read"),
  OAUTH_CLIENTS_WRITE("oauth_clients", "write"),
  DNS_READ("dns", "read"),
  DNS_WRITE("dns", "write"),
  POLICY_READ("policy", "read"),
  POLICY_WRITE("policy", "write"),
  MIGRATIONS_READ("migrations", "read"),
  MIGRATIONS_WRITE("migrations", "write"),
  AUDIT_READ("audit", "read"),
  STATE_READ("state", "read"),
  SETTINGS_WRITE("settings", "write"),
  IDENTITY_PROVIDERS_READ("identity_providers", "read"),
  IDENTITY_PROVIDERS_WRITE("identity_providers", "write"),
  NOISE_KEYS_WRITE("noise_keys", "write"),
  SECRETS_READ("secrets", "read");

  private final String object;
  private final String action;

  Permission(String object, String action) {
    this.object = object;
    this.action = action;
  }

  /// What is acted on, for example `users`.
  public String object() {
    return object;
  }

  /// `read` or `write`.
  public String action() {
    return action;
  }

  boolean isRead() {
    return action.equals("read");
  }

  /// The scope that gives this: `users:read` to read, `users` to read and write.
  public String scope() {
    return isRead() ? object + ":read" : object;
  }

  static Optional<Permission> of(String object, String action) {
    return Arrays.stream(values())
        .filter(permission -> permission.object.equals(object) && permission.action.equals(action))
        .findFirst();
  }
}
