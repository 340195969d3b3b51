package dev.wayleave.tailnet.policy.attribute;

import java.util.List;

/// The names of capabilities that clients are sent, those that a policy need not ask for.
final class CapabilityNames {
  /// Every device of the hosted service has these, as recorded in April 2026.
  static final List<String> EVERY_DEVICE =
      List.of(
          "https://tailscale.com/cap/file-sharing",
          "https://tailscale.com/cap/ssh",
          "probe-udp-lifetime",
          "ssh-behavior-v1",
          "ssh-env-vars",
          "store-appc-routes");

  static final String IS_OWNER = "https://tailscale.com/cap/is-owner";
  static final String IS_ADMIN = "https://tailscale.com/cap/is-admin";

  /// Devices can have certificates.
  static final String HTTPS = "https";

  static final String AUTO_UPDATE = "default-auto-update";
  static final String DISPLAY_NAME = "tailnet-display-name";

  /// How long logins last, in seconds; sent where that is not the default of 180 days.
  static final String KEY_DURATION = "tailnet.maxKeyDuration";

  static final String RANDOM_PORT = "randomize-client-port";
  static final String DISABLE_IPV4 = "disable-ipv4";
  static final String ONE_CGNAT_ROUTE = "one-cgnat?v=true";
  static final String MANY_CGNAT_ROUTES = "one-cgnat?v=false";

  /// The attribute in `nodeAttrs` that lets a device be reached from the internet.
  static final String FUNNEL = "funnel";

  /// The ports on which the hosted service's relays take connections from the internet.
  static final String FUNNEL_PORTS = "https://tailscale.com/cap/funnel-ports?ports=443,8443,10000";

  static final String FUNNEL_WITHOUT_HTTPS = "https://tailscale.com/cap/warn-funnel-no-https";

  /// On a peer: it is an exit node that the client may recommend.
  static final String SUGGEST_EXIT_NODE = "suggest-exit-node";

  /// On a device and on a peer: names below its own resolve to it.
  static final String SUBDOMAINS = "dns-subdomain-resolve";

  private CapabilityNames() {}
}
