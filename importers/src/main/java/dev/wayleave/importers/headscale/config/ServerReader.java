package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.ServerSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what the server itself is told.
final class ServerReader {
  private static final String DEFAULT_EPHEMERAL = Duration.ofMinutes(2).toString();
  private static final IpPrefix DEFAULT_V4 = IpPrefix.parse("100.64.0.0/10");
  private static final String ALLOCATION = "prefixes.allocation";

  private final Settings settings;
  private final Findings findings;

  ServerReader(Settings settings, Findings findings) {
    this.settings = settings;
    this.findings = findings;
  }

  ServerSettings read(Map<String, String> other) {
    List<IpPrefix> prefixes = prefixes();
    reportMovedSettings();
    return new ServerSettings(
        serverUrl(),
        settings.text("listen_addr"),
        first(prefixes, 32),
        first(prefixes, 128),
        allocation(),
        settings.duration("node.expiry", null),
        settings.duration("node.ephemeral.inactivity_timeout", DEFAULT_EPHEMERAL),
        new OidcReader(settings, findings).read(),
        other);
  }

  private String serverUrl() {
    String url = settings.text("server_url");
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      findings.blocker(
          "SERVER_URL_INVALID",
          "setting server_url",
          "\"" + url + "\" does not begin with http:// or https://.",
          "Set server_url to the URL that the clients were given.");
      return url;
    }
    String base = settings.text("dns.base_domain");
    String host = host(url);
    if (!base.isEmpty() && (host.equals(base) || host.endsWith("." + base))) {
      findings.action(
          "BASE_DOMAIN_COVERS_SERVER",
          "setting dns.base_domain",
          "The server's name "
              + host
              + " lies in the base domain "
              + base
              + ", whose names clients look up in the tailnet.",
          "Choose a base domain that the server's name is not part of.");
    }
    return url;
  }

  private static String host(String url) {
    try {
      String host = new URI(url).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException _) {
      return "";
    }
  }

  /// The prefixes of every spelling; the first of each family counts.
  private List<IpPrefix> prefixes() {
    List<IpPrefix> prefixes = new ArrayList<>();
    for (String key : List.of("prefixes.v4", "prefixes.v6", "ip_prefix", "ip_prefixes")) {
      Setting setting = settings.find(key);
      if (setting != null) {
        settings.texts(key).forEach(text -> add(setting, text, prefixes));
      }
    }
    boolean anySet = settings.any("prefixes.v") || settings.any("ip_prefix");
    if (prefixes.isEmpty() && !anySet) {
      findings.info(
          "PREFIX_DEFAULT",
          "setting prefixes.v4",
          "No prefix is set, and so addresses come from " + DEFAULT_V4 + ".",
          "Nothing.");
      prefixes.add(DEFAULT_V4);
    }
    return prefixes;
  }

  private void add(Setting setting, String text, List<IpPrefix> prefixes) {
    IpPrefix prefix;
    try {
      prefix = IpPrefix.parse(text);
    } catch (IllegalArgumentException invalid) {
      findings.blocker(
          "PREFIX_INVALID",
          setting.object(),
          "\"" + text + "\" is not a prefix of addresses.",
          "Correct " + setting.writtenAs() + ": nodes keep their addresses only inside it.");
      return;
    }
    IpPrefix taken = first(prefixes, prefix.address().bits());
    if (taken != null && !taken.equals(prefix)) {
      findings.action(
          "PREFIX_SECOND",
          setting.object(),
          prefix + " is a second prefix beside " + taken + ", from which new addresses come.",
          "Nodes keep the addresses that they have; make sure that " + prefix + " stays routed.");
    }
    prefixes.add(prefix);
  }

  private static @Nullable IpPrefix first(List<IpPrefix> prefixes, int bits) {
    for (IpPrefix prefix : prefixes) {
      if (prefix.address().bits() == bits) {
        return prefix;
      }
    }
    return null;
  }

  private String allocation() {
    String sequential = "sequential";
    String allocation = settings.text(ALLOCATION, sequential);
    Setting setting = settings.find(ALLOCATION);
    if (setting != null && !allocation.equals(sequential) && !allocation.equals("random")) {
      settings.invalid(setting, "sequential or random", sequential);
      return sequential;
    }
    return allocation;
  }

  private void reportMovedSettings() {
    Setting port = settings.find("randomize_client_port");
    if (port != null && settings.flag(port.key(), false)) {
      findings.action(
          "RANDOMIZE_CLIENT_PORT",
          port.object(),
          "Clients are told to use random ports, which since 0.29 the policy says.",
          "Write \"randomizeClientPort\": true at the top of the policy.");
    }
    Setting mode = settings.find("tls_client_auth_mode");
    if (mode != null && mode.value().print().equals("enforced")) {
      findings.blocker(
          "TLS_CLIENT_AUTH",
          mode.object(),
          "Clients must show a TLS certificate, which nothing after the migration would ask for.",
          "Set tls_client_auth_mode to disabled if that may go, else ask for it in a proxy.");
    }
    Setting logs = settings.find("logtail.enabled");
    if (logs != null && settings.flag(logs.key(), false)) {
      findings.info(
          "LOGTAIL_ENABLED",
          logs.object(),
          "Clients are told to send their logs to Tailscale.",
          "Set logtail.enabled to false if that is not wanted.");
    }
  }
}
