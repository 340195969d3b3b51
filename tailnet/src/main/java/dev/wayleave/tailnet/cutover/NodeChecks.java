package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.policy.address.AddressRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Checks the nodes: whose client is too old, whose login ends soon, who would have to log in
/// through a provider, whose address lies outside the prefixes.
final class NodeChecks {
  private static final Duration SOON = Duration.ofDays(7);

  /// The first release whose capability version (113) is served.
  private static final int OLDEST_MINOR = 80;

  /// `"IPNVersion":"1.80.3-t…"` in a node's own description.
  private static final Pattern VERSION =
      Pattern.compile("\"IPNVersion\"\\s*:\\s*\"(([0-9]{1,4})\\.([0-9]{1,6})[^\"]{0,80})\"");

  private final Inventory inventory;
  private final Instant now;
  private final List<Finding> found = new ArrayList<>();

  NodeChecks(Inventory inventory, Instant now) {
    this.inventory = inventory;
    this.now = now;
  }

  List<Finding> findings() {
    int silent = 0;
    for (Node node : inventory.nodes()) {
      silent += client(node) ? 0 : 1;
      expiry(node);
      addresses(node);
    }
    if (silent > 0) {
      found.add(
          Finding.info(
              "CUTOVER_CLIENT_UNKNOWN",
              "nodes",
              "The release of the client is not known of %d nodes, which never connected or told nothing."
                  .formatted(silent),
              "Clients before 1.80 are refused; the watch shows who was."));
    }
    provider();
    return found;
  }

  /// Whether the client's release is known.
  private boolean client(Node node) {
    String hostinfo = node.hostinfo();
    Matcher version = VERSION.matcher(hostinfo == null ? "" : hostinfo);
    if (!version.find()) {
      return false;
    }
    boolean old =
        Integer.parseInt(version.group(2)) < 1
            || (version.group(2).equals("1") && Integer.parseInt(version.group(3)) < OLDEST_MINOR);
    if (old) {
      Instant seen = node.lastSeen();
      found.add(
          Finding.blocker(
              "CUTOVER_CLIENT_TOO_OLD",
              Labels.object(node),
              "Its client is Tailscale %s, and clients before 1.80 are refused%s."
                  .formatted(version.group(1), seen == null ? "" : "; it was last seen " + seen),
              "Update the client before the take-over, or delete the node where it is gone."));
    }
    return true;
  }

  private void expiry(Node node) {
    Instant end = node.expiry();
    if (end == null) {
      return;
    }
    if (!end.isAfter(now)) {
      found.add(
          Finding.info(
              "CUTOVER_EXPIRED",
              Labels.object(node),
              "Its login ended at " + end + ", and so it stays out until it logs in again.",
              "Nothing: that is so at Headscale too."));
    } else if (end.isBefore(now.plus(SOON))) {
      found.add(
          Finding.action(
              "CUTOVER_EXPIRES_SOON",
              Labels.object(node),
              "Its login ends at " + end + ", soon after the take-over.",
              "Log in again before, or keep it with \"wayleave nodes expire -i %s --disable\" afterwards."
                  .formatted(node.id())));
    }
  }

  private void addresses(Node node) {
    Optional<ServerSettings> server = inventory.server();
    if (server.isEmpty()) {
      return;
    }
    Stream.of(node.ipv4(), node.ipv6())
        .filter(Objects::nonNull)
        .filter(address ->
            outside(
                address,
                address instanceof IpAddress.V4
                    ? server.get().prefixV4()
                    : server.get().prefixV6()))
        .forEach(address ->
            found.add(
                Finding.info(
                    "CUTOVER_ADDRESS_OUTSIDE",
                    Labels.object(node),
                    "Its address " + address + " lies outside the prefixes; it is kept.",
                    "Nothing.")));
  }

  private static boolean outside(IpAddress address, @Nullable IpPrefix prefix) {
    return prefix == null || !AddressRange.of(prefix).contains(address);
  }

  private void provider() {
    Optional<ServerSettings.Oidc> oidc = inventory.server().map(ServerSettings::oidc);
    if (oidc.isEmpty()) {
      return;
    }
    long nodes =
        inventory.nodes().stream()
            .filter(node -> node.registerMethod() == RegisterMethod.OIDC)
            .count();
    found.add(
        Finding.action(
            "CUTOVER_OIDC",
            "setting oidc.issuer",
            "People log in at %s (callback %s/oidc/callback), which this release of Wayleave does not do: %d nodes that came that way stay logged in, and when a login ends an administrator lets the device in again."
                .formatted(
                    oidc.get().issuer(),
                    inventory.server().map(ServerSettings::serverUrl).orElse(""),
                    nodes),
            "Tell your administrators: \"wayleave auth register\" with the id that the login page"
                + " shows."));
  }
}
