package dev.wayleave.exporters.tailscale;

import dev.wayleave.tailnet.inventory.EntityKind;

/// What can be set on the hosted side, in the order in which it is: tags must be owned by the
/// policy before a device has them, and a device is let in last, when all else of it is right.
enum Aspect {
  POLICY(EntityKind.POLICY, "text"),
  DNS(EntityKind.DNS, "configuration"),
  SETTING(EntityKind.SERVER, "setting"),
  NAME(EntityKind.NODE, "givenName"),
  TAGS(EntityKind.NODE, "owner"),
  IPV4(EntityKind.NODE, "ipv4"),
  ROUTES(EntityKind.NODE, "approvedRoutes"),
  KEY_EXPIRY(EntityKind.NODE, "expiry"),
  ATTRIBUTE(EntityKind.NODE, "attribute"),
  AUTHORIZED(EntityKind.NODE, "awaitingApproval");

  private final EntityKind kind;
  private final String field;

  Aspect(EntityKind kind, String field) {
    this.kind = kind;
    this.field = field;
  }

  EntityKind kind() {
    return kind;
  }

  /// What it is called in a plan.
  String field() {
    return field;
  }

  boolean isOfDevice() {
    return kind == EntityKind.NODE;
  }

  /// The scope that lets a credential read it.
  String scope() {
    return switch (this) {
      case POLICY -> "policy_file";
      case DNS -> "dns";
      case SETTING -> "feature_settings";
      case ATTRIBUTE -> "devices:posture_attributes";
      case NAME, TAGS, IPV4, ROUTES, KEY_EXPIRY, AUTHORIZED -> "devices:core";
    };
  }

  /// Whether no two devices may have the same.
  boolean isExclusive() {
    return this == NAME || this == IPV4;
  }
}
