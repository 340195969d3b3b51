package dev.wayleave.importers.headscale.config;

import java.util.Map;
import java.util.Set;

/// Keys that were renamed and still mean the same, by their old spelling.
final class OldSpellings {
  private static final Map<String, String> RENAMED =
      Map.ofEntries(
          Map.entry("acl_policy_path", "policy.path"),
          Map.entry("db_type", "database.type"),
          Map.entry("db_path", "database.sqlite.path"),
          Map.entry("db_host", "database.postgres.host"),
          Map.entry("db_port", "database.postgres.port"),
          Map.entry("db_name", "database.postgres.name"),
          Map.entry("db_user", "database.postgres.user"),
          Map.entry("db_pass", "database.postgres.pass"),
          Map.entry("db_ssl", "database.postgres.ssl"),
          Map.entry("dns_config.magic_dns", "dns.magic_dns"),
          Map.entry("dns_config.base_domain", "dns.base_domain"),
          Map.entry("dns_config.override_local_dns", "dns.override_local_dns"),
          Map.entry("override_local_dns", "dns.override_local_dns"),
          Map.entry("dns_config.nameservers", "dns.nameservers.global"),
          Map.entry("dns_config.restricted_nameservers", "dns.nameservers.split"),
          Map.entry("dns_config.domains", "dns.search_domains"),
          Map.entry("dns_config.extra_records", "dns.extra_records"),
          Map.entry("dns_config.use_username_in_magic_dns", "dns.use_username_in_magic_dns"),
          Map.entry("use_username_in_magic_dns", "dns.use_username_in_magic_dns"),
          Map.entry("ephemeral_node_inactivity_timeout", "node.ephemeral.inactivity_timeout"),
          Map.entry("log_level", "log.level"));

  private OldSpellings() {}

  static Set<String> all() {
    return RENAMED.keySet();
  }

  /// The spelling of the newest release.
  static String current(String key) {
    return RENAMED.getOrDefault(key, key);
  }
}
