package dev.wayleave.importers.headscale.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The keys that some release of Headscale from 0.2 to 0.30 reads, by what becomes of them.
///
/// The lists are the union over the releases' own readers; a key's old spelling is translated
/// before anything else looks at it.
final class KnownKeys {
  /// Keys that a field of the neutral model holds.
  private static final Set<String> MODELLED =
      Set.of(
          "server_url",
          "listen_addr",
          "prefixes.v4",
          "prefixes.v6",
          "prefixes.allocation",
          "ip_prefix",
          "ip_prefixes",
          "node.expiry",
          "node.ephemeral.inactivity_timeout",
          "oidc.issuer",
          "oidc.client_id",
          "oidc.scope",
          "oidc.extra_params",
          "oidc.allowed_domains",
          "oidc.allowed_users",
          "oidc.allowed_groups",
          "oidc.email_verified_required",
          "oidc.use_expiry_from_token",
          "oidc.expiry",
          "oidc.pkce.enabled",
          "oidc.pkce.method",
          "oidc.only_start_if_oidc_is_available",
          "dns.magic_dns",
          "dns.base_domain",
          "dns.override_local_dns",
          "dns.nameservers.global",
          "dns.nameservers.split",
          "dns.search_domains",
          "dns.extra_records",
          "derp.urls",
          "derp.auto_update_enabled",
          "derp.update_frequency");

  /// Keys whose value is itself a secret.
  private static final Set<String> SECRET =
      Set.of("oidc.client_secret", "database.postgres.pass", "cli.api_key");

  /// Keys that are kept as they are because the tailnet depends on them: paths, TLS, relays,
  /// limits.
  private static final Set<String> KEPT =
      Set.of(
          "metrics_listen_addr",
          "trusted_proxies",
          "noise.private_key_path",
          "private_key_path",
          "derp.server.enabled",
          "derp.server.region_id",
          "derp.server.region_code",
          "derp.server.region_name",
          "derp.server.verify_clients",
          "derp.server.stun_listen_addr",
          "derp.server.private_key_path",
          "derp.server.automatically_add_embedded_derp_region",
          "derp.server.ipv4",
          "derp.server.ipv6",
          "derp.paths",
          "derp_map_path",
          "node.routes.ha.probe_interval",
          "node.routes.ha.probe_timeout",
          "preauth_keys.revoked_retention",
          "database.type",
          "database.sqlite.path",
          "database.postgres.host",
          "database.postgres.port",
          "database.postgres.name",
          "database.postgres.user",
          "database.postgres.ssl",
          "acme_url",
          "acme_email",
          "tls_letsencrypt_hostname",
          "tls_letsencrypt_cache_dir",
          "tls_letsencrypt_challenge_type",
          "tls_letsencrypt_listen",
          "tls_cert_path",
          "tls_key_path",
          "tls_client_auth_mode",
          "policy.mode",
          "policy.path",
          "dns.extra_records_path",
          "dns.use_username_in_magic_dns",
          "oidc.client_secret_path",
          "oidc.strip_email_domain",
          "oidc.map_legacy_users",
          "oidc.domain_map",
          "logtail.enabled",
          "taildrop.enabled",
          "auto_update.enabled",
          "randomize_client_port");

  /// Keys about Headscale's own process, which mean nothing to another server.
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "disable_check_updates",
          "debug",
          "node_update_check_interval",
          "grpc_listen_addr",
          "grpc_allow_insecure",
          "unix_socket",
          "unix_socket_permission",
          "cli.address",
          "cli.timeout",
          "cli.insecure",
          "log.level",
          "log.format",
          "oidc.enabled",
          "derp.server.stun.enabled",
          "database.debug",
          "database.gorm.prepare_stmt",
          "database.gorm.parameterized_queries",
          "database.gorm.skip_err_record_not_found",
          "database.gorm.slow_threshold",
          "database.sqlite.write_ahead_log",
          "database.sqlite.wal_autocheckpoint",
          "database.postgres.max_open_conns",
          "database.postgres.max_idle_conns",
          "database.postgres.conn_max_idle_time_secs",
          "tuning.notifier_send_timeout",
          "tuning.batch_change_delay",
          "tuning.node_mapsession_buffered_chan_size",
          "tuning.node_store_batch_size",
          "tuning.node_store_batch_timeout",
          "tuning.batcher_workers",
          "tuning.register_cache_cleanup",
          "tuning.register_cache_expiration",
          "tuning.register_cache_max_entries");

  /// Keys whose value is a map, so that what stands below them is no key.
  private static final Set<String> MAPS =
      Set.of(
          "dns.nameservers.split",
          "dns_config.restricted_nameservers",
          "oidc.extra_params",
          "oidc.domain_map");

  private static final List<Set<String>> ALL =
      List.of(OldSpellings.all(), MODELLED, SECRET, KEPT, WITHOUT_EFFECT);

  private KnownKeys() {}

  static boolean isKnown(String key) {
    return ALL.stream().anyMatch(keys -> keys.contains(key));
  }

  /// Whether known keys stand below it.
  static boolean isSection(String key) {
    return ALL.stream().flatMap(Set::stream).anyMatch(known -> known.startsWith(key + "."));
  }

  static boolean isMap(String key) {
    return MAPS.contains(key);
  }

  static boolean isModelled(String key) {
    return MODELLED.contains(key);
  }

  static boolean isSecret(String key) {
    return SECRET.contains(key);
  }

  static boolean isWithoutEffect(String key) {
    return WITHOUT_EFFECT.contains(key);
  }

  /// Every spelling by the environment variable that overrides it.
  static Map<String, String> byVariable() {
    Map<String, String> variables = new TreeMap<>();
    for (Set<String> keys : ALL) {
      for (String key : new TreeSet<>(keys)) {
        variables.put(Variables.name(key), key);
      }
    }
    return variables;
  }
}
