package dev.wayleave.exporters.headscale.files;

import dev.wayleave.exporters.headscale.files.ConfigKey.Form;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys that each release reads, in the order in which they are written.
///
/// Collected from the configuration readers of 0.26.1, 0.27.1, 0.28.0 and 0.29.2, and for 0.30 from
/// what its example file says. Keys that a release refuses to start with (`oidc.expiry` since 0.29,
/// `dns_config`, `acl_policy_path`, …) are outside its range or not here at all.
final class ConfigKeys {
  /// Name, form, releases (where not all), and after the bar what it is. A line that ends in a
  /// colon before the bar is a section.
  private static final String TABLE =
      """
      server_url text | The URL that clients hold. Another one makes every client log in anew.
      listen_addr text | Where the server listens.
      metrics_listen_addr text | Where metrics and the debug pages are served; keep it private.
      grpc_listen_addr text ..0.29 | Where the command line connects to from other machines.
      grpc_allow_insecure flag ..0.29 | Whether it may do so without TLS.
      trusted_proxies words 0.29.. | Proxies that are believed when they name a client's address.
      disable_check_updates flag |
      noise: | The key that clients know the server by. Keep the file; there is no other way back.
      noise.private_key_path text |
      prefixes: | What the nodes' addresses come from.
      prefixes.v4 text |
      prefixes.v6 text |
      prefixes.allocation text | sequential or random
      derp: | The relays that carry what cannot go directly.
      derp.server: | The relay inside this server.
      derp.server.enabled flag |
      derp.server.region_id number |
      derp.server.region_code text |
      derp.server.region_name text |
      derp.server.verify_clients flag 0.27.. | Whether it serves the nodes of this tailnet alone.
      derp.server.stun.enabled flag |
      derp.server.stun_listen_addr text | Where it answers STUN, over UDP.
      derp.server.private_key_path text |
      derp.server.automatically_add_embedded_derp_region flag |
      derp.server.ipv4 text |
      derp.server.ipv6 text |
      derp.urls words | Maps of relays that are fetched.
      derp.paths words | Maps of relays in files, from the directory that the server is started in.
      derp.auto_update_enabled flag | Whether maps are read again, and how often.
      derp.update_frequency text |
      ephemeral_node_inactivity_timeout text ..0.28 | How long an ephemeral node may be gone.
      node: | What holds for nodes.
      node.expiry text 0.29.. | How long a login lasts; 0 is for ever. Tagged nodes do not expire.
      node.ephemeral.inactivity_timeout text 0.29.. | How long an ephemeral node may be gone.
      node.routes.ha.probe_interval text 0.29.. | How often routers of one subnet are asked for life.
      node.routes.ha.probe_timeout text 0.29.. |
      preauth_keys.revoked_retention text 0.30-dev.. | How long revoked keys are kept.
      randomize_client_port flag ..0.28 | Whether clients take random ports.
      database: | Where users, nodes and keys are.
      database.type text |
      database.debug flag |
      database.gorm.prepare_stmt flag |
      database.gorm.parameterized_queries flag |
      database.gorm.skip_err_record_not_found flag |
      database.gorm.slow_threshold number |
      database.sqlite.path text |
      database.sqlite.write_ahead_log flag |
      database.sqlite.wal_autocheckpoint number |
      database.postgres: | The password is not written here.
      database.postgres.host text |
      database.postgres.port number |
      database.postgres.name text |
      database.postgres.user text |
      database.postgres.ssl text |
      database.postgres.max_open_conns number |
      database.postgres.max_idle_conns number |
      database.postgres.conn_max_idle_time_secs number |
      acme_url text | The authority that certificates are asked from.
      acme_email text |
      tls_letsencrypt_hostname text | The name to ask a certificate for.
      tls_letsencrypt_cache_dir text | Where account and certificates are kept.
      tls_letsencrypt_challenge_type text |
      tls_letsencrypt_listen text |
      tls_cert_path text | A certificate of one's own, with its chain.
      tls_key_path text |
      log.level text |
      log.format text |
      policy: | Who may reach what.
      policy.mode text | file (policy.path) or database
      policy.path text | The file; with none, and no database, every node reaches every other.
      dns: | What the nodes are told about DNS.
      dns.magic_dns flag | Whether nodes find each other by name.
      dns.base_domain text | What their names end in; never a part of the server's own name.
      dns.override_local_dns flag | Whether the global nameservers replace the nodes' own.
      dns.nameservers.global words |
      dns.nameservers.split map | Nameservers for single domains.
      dns.search_domains words |
      dns.extra_records_path text | Further names, from the directory the server is started in.
      unix_socket text | Where the command line connects to on this machine.
      unix_socket_permission text |
      logtail: | Whether clients are told to send their logs to Tailscale.
      logtail.enabled flag |
      taildrop: | Whether users may send files to their own devices.
      taildrop.enabled flag 0.28.. |
      auto_update: | Whether clients are told to update themselves.
      auto_update.enabled flag 0.29.. |
      oidc: | The provider that users log in with.
      oidc.enabled flag |
      oidc.only_start_if_oidc_is_available flag | Whether the server waits for the provider.
      oidc.issuer text | Part of every user's identity: another spelling makes other users.
      oidc.client_id text |
      oidc.client_secret_path text | From the directory that the server is started in.
      oidc.scope words |
      oidc.email_verified_required flag 0.28.. | Whether an unverified address counts for nothing.
      oidc.allowed_domains words |
      oidc.allowed_users words |
      oidc.allowed_groups words |
      oidc.expiry text ..0.28 | How long a login lasts; 0 is for ever.
      oidc.use_expiry_from_token flag | Whether it lasts as long as the provider's token instead.
      oidc.extra_params map |
      oidc.pkce.enabled flag |
      oidc.pkce.method text |
      cli: | What the command line uses on other machines.
      cli.address text |
      cli.timeout text |
      cli.insecure flag |
      tuning.notifier_send_timeout text |
      tuning.batch_change_delay text |
      tuning.node_mapsession_buffered_chan_size number |
      tuning.node_store_batch_size number 0.28.. |
      tuning.node_store_batch_timeout text 0.28.. |
      tuning.batcher_workers number 0.27.. |
      tuning.register_cache_cleanup text 0.27..0.28 |
      tuning.register_cache_expiration text 0.27.. |
      tuning.register_cache_max_entries number 0.29.. |
      """;

  private static final Map<String, ConfigKey> KEYS = new LinkedHashMap<>();
  private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

  static {
    TABLE.lines().forEach(ConfigKeys::read);
  }

  private ConfigKeys() {}

  private static void read(String line) {
    int bar = line.indexOf('|');
    String about = line.substring(bar + 1).strip();
    String[] columns = line.substring(0, bar).strip().split(" +", -1);
    if (columns[0].endsWith(":")) {
      SECTIONS.put(columns[0].substring(0, columns[0].length() - 1), about);
      return;
    }
    String range = columns.length > 2 ? columns[2] : "..";
    int dots = range.indexOf("..");
    KEYS.put(
        columns[0],
        new ConfigKey(
            columns[0],
            Form.valueOf(columns[1].toUpperCase(Locale.ROOT)),
            dots == 0 ? SchemaRelease.V0_26 : release(range.substring(0, dots)),
            range.length() == dots + 2 ? null : release(range.substring(dots + 2)),
            about));
  }

  private static SchemaRelease release(String label) {
    return SchemaRelease.parse(label).orElseThrow();
  }

  /// The keys of a release, in the order in which they are written.
  static List<ConfigKey> of(SchemaRelease release) {
    return KEYS.values().stream().filter(key -> key.isReadBy(release)).toList();
  }

  static Optional<ConfigKey> find(String name, SchemaRelease release) {
    return Optional.ofNullable(KEYS.get(name)).filter(key -> key.isReadBy(release));
  }

  /// What a section is about; null where its keys say it.
  static @Nullable String section(String name) {
    return SECTIONS.get(name);
  }
}
