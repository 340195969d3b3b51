package dev.wayleave.importers.tailscale.console;

/// The headings of the machines table, as the admin console wrote them in December 2025.
final class Columns {
  static final String NAME = "Device name";
  static final String ID = "Device ID";
  static final String OWNER = "Managed by";
  static final String CREATOR = "Creator";
  static final String SYSTEM = "OS";
  static final String DOMAIN = "Domain";
  static final String VERSION = "Tailscale version";
  static final String TAGS = "Tags";
  static final String CREATED = "Created";
  static final String SEEN = "Last seen";
  static final String EXPIRY = "Key expiry";
  static final String ADDRESSES = "Tailscale IPs";
  static final String ENDPOINTS = "Endpoints";
  static final String APPROVED = "Approved subnet routes";
  static final String UNAPPROVED = "Unapproved subnet routes";
  static final String EXIT_NODE = "Exit node";
  static final String EPHEMERAL = "Ephemeral";
  static final String SHARED_IN = "Shared in";
  static final String SSH = "Tailscale SSH";

  private Columns() {}
}
