package dev.wayleave.exporters.headscale.files;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.ServerSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the server itself is told.
final class ServerSection {
  private static final String EPHEMERAL = "node.ephemeral.inactivity_timeout";
  private static final String EPHEMERAL_BEFORE_029 = "ephemeral_node_inactivity_timeout";

  /// Headscale does not start with less than 65 seconds.
  private static final Duration SHORTEST_EPHEMERAL = Duration.ofSeconds(66);

  /// Headscale cannot keep ephemeral nodes for ever; ten years come close.
  private static final Duration LONG_EPHEMERAL = Duration.ofDays(3650);

  private final Draft draft;

  ServerSection(Draft draft) {
    this.draft = draft;
  }

  void write(ServerSettings server, String baseDomain) {
    url(server.serverUrl(), baseDomain);
    draft.set("listen_addr", server.listenAddress());
    prefixes(server);
    draft.set("prefixes.allocation", allocation(server.allocation()));
    ephemeral(server.ephemeralTimeout());
    expiry(server);
  }

  private void url(String url, String baseDomain) {
    draft.set("server_url", url);
    if (url.isEmpty()) {
      draft.blocker(
          "SERVER_URL_INVALID",
          "server_url",
          "The source tells no URL for the new server, and Headscale does not start without one.",
          "Write the database alone (headscale+sqlite:FILE, headscale+postgres://…) beside a"
              + " configuration of your own.");
    } else if (!url.startsWith("http://") && !url.startsWith("https://")) {
      draft.blocker(
          "SERVER_URL_INVALID",
          "server_url",
          "\"" + url + "\" does not begin with http:// or https://, and Headscale does not start.",
          "Set the URL that the clients hold before exporting.");
    } else if (covers(baseDomain, url)) {
      draft.blocker(
          "BASE_DOMAIN_COVERS_SERVER",
          "dns.base_domain",
          "The server of "
              + url
              + " lies in the base domain "
              + baseDomain
              + ", and Headscale does not start.",
          "Choose a base domain that the server's name is not part of.");
    }
  }

  /// The same host, or one below it. A URL with a port is let pass by Headscale.
  private static boolean covers(String baseDomain, String url) {
    if (baseDomain.isEmpty()) {
      return false;
    }
    try {
      URI uri = new URI(url);
      String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
      return host.equals(baseDomain) || (uri.getPort() < 0 && host.endsWith("." + baseDomain));
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private void prefixes(ServerSettings server) {
    prefix("prefixes.v4", server.prefixV4());
    prefix("prefixes.v6", server.prefixV6());
    if (server.prefixV4() == null && server.prefixV6() == null) {
      draft.set("prefixes.v4", "100.64.0.0/10");
      draft.action(
          "PREFIX_DEFAULT",
          "prefixes.v4",
          "No prefix is set, and Headscale does not start without one; 100.64.0.0/10 is written.",
          "Check that all nodes have addresses in it.");
    }
  }

  private void prefix(String key, @Nullable IpPrefix prefix) {
    if (prefix != null) {
      draft.set(key, prefix.toString());
    }
  }

  private static String allocation(String allocation) {
    return allocation.equals("random") ? allocation : "sequential";
  }

  private void ephemeral(@Nullable String timeout) {
    String key = draft.reads(EPHEMERAL) ? EPHEMERAL : EPHEMERAL_BEFORE_029;
    Duration wanted = timeout == null ? LONG_EPHEMERAL : Duration.parse(timeout);
    Duration written = wanted.compareTo(SHORTEST_EPHEMERAL) < 0 ? SHORTEST_EPHEMERAL : wanted;
    draft.set(key, GoDurations.of(written));
    if (timeout == null || !written.equals(wanted)) {
      draft.action(
          "EPHEMERAL_TIMEOUT_OUT_OF_RANGE",
          key,
          "Ephemeral nodes are removed after "
              + (timeout == null ? "no time" : timeout)
              + ", which Headscale cannot be told; "
              + GoDurations.of(written)
              + " is written.",
          "Nothing, if that will do; the least is 66s.");
    }
  }

  private void expiry(ServerSettings server) {
    String expiry = server.nodeExpiry();
    if (draft.reads("node.expiry")) {
      draft.set("node.expiry", expiry == null ? "0" : GoDurations.of(expiry));
    } else if (expiry != null) {
      draft.lossy(
          "NODE_EXPIRY_UNKNOWN",
          "node.expiry",
          "Logins last "
              + expiry
              + "; Headscale "
              + draft.release().label()
              + " can say so of logins by OIDC alone, and other logins never expire.",
          "Expire such nodes by hand, or write a newer release.");
    }
  }
}
