package dev.wayleave.importers.tailscale;

/// One part of what the hosted API tells of a tailnet, and where an export folder keeps it.
///
/// A folder holds the body as the API gave it, with or without its envelope.
public enum Section {
  DEVICES("devices.json", "devices", "devices:core:read, devices:routes:read"),
  USERS("users.json", "users", "users:read"),
  POLICY("acl.hujson", "", "policy_file:read"),
  DNS("dns-configuration.json", "", "dns:read"),
  SETTINGS("settings.json", "", "feature_settings:read, networking_settings:read"),
  KEYS("keys.json", "keys", "auth_keys:read, oauth_keys:read, federated_keys:read"),
  SERVICES("services.json", "vipServices", "services:read"),
  WEBHOOKS("webhooks.json", "webhooks", "webhooks:read"),
  CONTACTS("contacts.json", "", "account_settings:read"),
  POSTURE_INTEGRATIONS("posture-integrations.json", "integrations", "feature_settings:read"),
  LOGSTREAM_CONFIGURATION("logstream-configuration.json", "", "log_streaming:read"),
  LOGSTREAM_NETWORK("logstream-network.json", "", "log_streaming:read"),
  AUDIT("audit.json", "logs", "logs:configuration:read"),
  USER_INVITES("user-invites.json", "", "users:read"),
  DERP_MAP("derp-map.json", "", ""),
  LOCK_STATUS("lock-status.json", "", ""),
  /// One file per device, named by its `nodeId`.
  DEVICE_ATTRIBUTES("device-attributes", "", "devices:posture_attributes:read"),
  /// One file per device, named by its `nodeId`.
  DEVICE_INVITES("device-invites", "", "device_invites:read");

  private final String file;
  private final String envelope;
  private final String scopes;

  Section(String file, String envelope, String scopes) {
    this.file = file;
    this.envelope = envelope;
    this.scopes = scopes;
  }

  /// The file, or for a section per device the folder, in an export folder.
  public String file() {
    return file;
  }

  /// The member of the answer that holds the list; empty where the answer is the thing itself.
  public String envelope() {
    return envelope;
  }

  /// The scopes that let a credential read it; empty where the API does not tell it.
  public String scopes() {
    return scopes;
  }

  public boolean perDevice() {
    return this == DEVICE_ATTRIBUTES || this == DEVICE_INVITES;
  }
}
