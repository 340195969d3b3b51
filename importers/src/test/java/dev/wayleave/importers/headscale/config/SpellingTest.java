package dev.wayleave.importers.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.wayleave.tailnet.model.DnsSettings.ExtraRecord;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.ServerSettings.Oidc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every key, in every spelling, ends where it belongs.
class SpellingTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("spellings")
  void readsTheSetting(String lines, Function<HeadscaleConfig, Object> field, Object expected)
      throws Exception {
    HeadscaleConfig config = new ConfigFolder(folder).with(lines);

    assertThat(field.apply(config)).isEqualTo(expected);
    assertThat(ConfigFolder.codes(config)).doesNotContain("CONFIG_KEY_UNKNOWN");
  }

  static Stream<Arguments> spellings() {
    return Stream.of(server(), dns(), derp(), oidc(), other()).flatMap(one -> one);
  }

  private static Stream<Arguments> server() {
    return Stream.of(
        row("listen_addr: 0.0.0.0:8080", c -> c.server().listenAddress(), "0.0.0.0:8080"),
        row("Listen_Addr: 0.0.0.0:8080", c -> c.server().listenAddress(), "0.0.0.0:8080"),
        row("prefixes: {v4: 100.64.1.0/24}", c -> v4(c), "100.64.1.0/24"),
        row("prefixes: {v4: 100.64.1.0/24}", c -> v6(c), "null"),
        row("prefixes: {v6: 'fd7a:115c:a1e0:1::/64'}", c -> v6(c), "fd7a:115c:a1e0:1::/64"),
        row("prefixes: {v6: 'fd7a:115c:a1e0:1::/64'}", c -> v4(c), "null"),
        row("ip_prefix: 100.65.0.0/16", c -> v4(c), "100.65.0.0/16"),
        row("ip_prefixes: ['fd7a:115c:a1e0::/48', 100.64.0.0/10]", c -> v4(c), "100.64.0.0/10"),
        row(
            "ip_prefixes: ['fd7a:115c:a1e0::/48', 100.64.0.0/10]",
            c -> v6(c),
            "fd7a:115c:a1e0::/48"),
        row("", c -> v4(c), "100.64.0.0/10"),
        row("", c -> v6(c), "null"),
        row("prefixes: {allocation: random}", c -> c.server().allocation(), "random"),
        row("", c -> c.server().allocation(), "sequential"),
        row("node: {expiry: 90d}", c -> String.valueOf(c.server().nodeExpiry()), "PT2160H"),
        row("node: {expiry: 0}", c -> String.valueOf(c.server().nodeExpiry()), "null"),
        row("", c -> String.valueOf(c.server().ephemeralTimeout()), "PT2M"),
        row(
            "node: {ephemeral: {inactivity_timeout: 1h}}",
            c -> String.valueOf(c.server().ephemeralTimeout()),
            "PT1H"),
        row(
            "ephemeral_node_inactivity_timeout: 30m",
            c -> String.valueOf(c.server().ephemeralTimeout()),
            "PT30M"));
  }

  private static Stream<Arguments> dns() {
    return Stream.of(
        row("dns: {base_domain: t.example.org}", c -> c.dns().magicDns(), true),
        row("dns: {magic_dns: false}", c -> c.dns().magicDns(), false),
        row("", c -> c.dns().magicDns(), false),
        row("dns_config: {base_domain: t.example.org}", c -> c.dns().magicDns(), false),
        row("dns_config: {magic_dns: true}", c -> c.dns().magicDns(), true),
        row("dns_config: {magic_dns: true}", c -> c.dns().baseDomain(), "headscale.net"),
        row("dns_config: {base_domain: t.example.org}", c -> c.dns().baseDomain(), "t.example.org"),
        row("dns: {base_domain: t.example.org}", c -> c.dns().baseDomain(), "t.example.org"),
        row("dns: {magic_dns: false}", c -> c.dns().overrideLocalDns(), true),
        row("dns: {override_local_dns: false}", c -> c.dns().overrideLocalDns(), false),
        row("dns_config: {override_local_dns: false}", c -> c.dns().overrideLocalDns(), false),
        row(
            "dns: {nameservers: {global: [1.1.1.1, 'https://dns.nextdns.io/x']}}",
            c -> c.dns().nameservers(),
            List.of("1.1.1.1", "https://dns.nextdns.io/x")),
        row("dns_config: {nameservers: [1.1.1.1]}", c -> c.dns().nameservers(), List.of("1.1.1.1")),
        row(
            "dns: {nameservers: {split: {Corp.example.com: [10.0.0.1], b.c: 10.0.0.2}}}",
            c -> c.dns().splitNameservers(),
            Map.of("corp.example.com", List.of("10.0.0.1"), "b.c", List.of("10.0.0.2"))),
        row(
            "dns_config: {restricted_nameservers: {corp.example.com: [10.0.0.1]}}",
            c -> c.dns().splitNameservers(),
            Map.of("corp.example.com", List.of("10.0.0.1"))),
        row("dns: {search_domains: [a.b]}", c -> c.dns().searchDomains(), List.of("a.b")),
        row("dns_config: {domains: [a.b]}", c -> c.dns().searchDomains(), List.of("a.b")),
        row(
            "dns: {extra_records: [{name: g.t, type: A, value: 100.64.0.3}]}",
            c -> c.dns().extraRecords(),
            List.of(new ExtraRecord("g.t", "A", "100.64.0.3"))),
        row(
            "dns_config: {extra_records: [{name: g.t, value: '::1'}]}",
            c -> c.dns().extraRecords(),
            List.of(new ExtraRecord("g.t", "", "::1"))));
  }

  private static Stream<Arguments> derp() {
    return Stream.of(
        row("", c -> String.valueOf(c.derp().embedded()), "null"),
        row(
            "derp: {server: {enabled: true, verify_clients: false}}",
            c -> Objects.requireNonNull(c.derp().embedded()).verifyClients(),
            false),
        row(
            "derp: {server: {enabled: true, automatically_add_embedded_derp_region: false}}",
            c -> Objects.requireNonNull(c.derp().embedded()).addedToMap(),
            false),
        row(
            "derp: {urls: ['https://d.example.com/m']}",
            c -> c.derp().urls(),
            List.of("https://d.example.com/m")),
        row("derp: {auto_update_enabled: true}", c -> c.derp().autoUpdate(), true),
        row("", c -> c.derp().autoUpdate(), false),
        row("derp: {update_frequency: 24h}", c -> c.derp().updateFrequency(), "PT24H"),
        row("", c -> c.derp().updateFrequency(), "PT3H"));
  }

  private static Stream<Arguments> oidc() {
    return Stream.of(
        provider("client_id: hs", Oidc::clientId, "hs"),
        provider("scope: [openid, groups]", Oidc::scopes, List.of("openid", "groups")),
        provider("extra_params: {Prompt: login}", Oidc::extraParams, Map.of("prompt", "login")),
        provider("allowed_domains: [a.com]", Oidc::allowedDomains, List.of("a.com")),
        provider("allowed_users: [u@a.com]", Oidc::allowedUsers, List.of("u@a.com")),
        provider("allowed_groups: [/ops]", Oidc::allowedGroups, List.of("/ops")),
        provider("email_verified_required: false", Oidc::emailVerifiedRequired, false),
        provider("use_expiry_from_token: true", Oidc::expiryFromToken, true),
        provider("expiry: 30d", o -> String.valueOf(o.nodeExpiry()), "PT720H"),
        provider("expiry: 0", o -> String.valueOf(o.nodeExpiry()), "null"),
        provider("client_id: hs", o -> String.valueOf(o.nodeExpiry()), "PT4320H"),
        provider("pkce: {enabled: true, method: plain}", Oidc::pkce, true),
        provider("pkce: {enabled: true, method: plain}", Oidc::pkceMethod, "plain"),
        provider("only_start_if_oidc_is_available: false", Oidc::onlyStartIfAvailable, false),
        row("oidc: {client_id: hs}", c -> String.valueOf(c.server().oidc()), "null"));
  }

  private static Stream<Arguments> other() {
    return Stream.of(
        kept("log_level: debug", "log.level", "debug"),
        kept("log: {format: json}", "log.format", "json"),
        kept("tuning: {batch_change_delay: 1s}", "tuning.batch_change_delay", "1s"),
        kept("unix_socket_permission: 0770", "unix_socket_permission", "0770"),
        kept("trusted_proxies: [10.0.0.0/8]", "trusted_proxies", "[10.0.0.0/8]"),
        kept("metrics_listen_addr: ''", "metrics_listen_addr", ""),
        kept("taildrop: {enabled: false}", "taildrop.enabled", "false"),
        kept("acme_email: a@b.c", "acme_email", "a@b.c"),
        kept("database.gorm.slow_threshold: 1000", "database.gorm.slow_threshold", "1000"));
  }

  private static Arguments kept(String lines, String key, String value) {
    return arguments(
        lines,
        (Function<HeadscaleConfig, Object>) c -> String.valueOf(c.server().other().get(key)),
        value);
  }

  private static Arguments provider(String lines, Function<Oidc, Object> field, Object expected) {
    return row(
        "oidc: {issuer: https://idp.example.com, %s}\n".formatted(lines),
        c -> field.apply(Objects.requireNonNull(c.server().oidc())),
        expected);
  }

  private static Arguments row(
      String lines, Function<HeadscaleConfig, Object> field, Object expected) {
    return arguments(lines, field, expected);
  }

  private static String v4(HeadscaleConfig config) {
    return String.valueOf(config.server().prefixV4());
  }

  private static String v6(HeadscaleConfig config) {
    return String.valueOf(config.server().prefixV6());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void everyKeyThatAnyReleaseReadsIsKnown(String key) {
    assertThat(KnownKeys.isKnown(key)).isTrue();
    String current = OldSpellings.current(key);
    assertThat(OldSpellings.current(current)).isEqualTo(current);
    assertThat(KnownKeys.isKnown(current)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("keysBesideTheUrl")
  void whatNoFieldOfTheModelHoldsIsKeptByItsKey(String key) throws Exception {
    String cache = "tls_letsencrypt_cache_dir";
    // The cache directory is named, so that the machine's own /var/www is left alone.
    String lines = key + ": 'true'\n" + (key.equals(cache) ? "" : cache + ": none\n");
    HeadscaleConfig config = new ConfigFolder(folder).with(lines);

    String current = OldSpellings.current(key);
    boolean secret =
        config.secrets().stream()
            .anyMatch(
                one -> one.name().equals(current) || one.role() == SecretRole.OIDC_CLIENT_SECRET);
    assertThat(
            config.server().other().containsKey(current) || KnownKeys.isModelled(current) || secret)
        .isTrue();
    assertThat(ConfigFolder.codes(config)).doesNotContain("CONFIG_KEY_UNKNOWN");
  }

  /// The least configuration holds the URL already.
  static Stream<String> keysBesideTheUrl() throws IOException {
    return keys().filter(key -> !key.equals("server_url"));
  }

  static Stream<String> keys() throws IOException {
    try (InputStream in = SpellingTest.class.getResourceAsStream("keys.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#"));
    }
  }

  @Test
  void readsJsonOfTheFirstReleasesTabsIncluded() throws Exception {
    ConfigFolder config = new ConfigFolder(folder);
    config.file(
        "config.json",
        """
        {
        \t"server_url": "https://vpn.example.com",
        \t"private_key_path": "private.key",
        \t"derp_map_path": "derp.yaml",
        \t"db_type": "sqlite3",
        \t"db_path": "db.sqlite"
        }
        """);
    config.file("derp.yaml", "regions: {}\n").file("private.key", "ab".repeat(32));
    HeadscaleConfig read = new HeadscaleConfigReader(config.path("config.json"), Map.of()).read();

    assertThat(read.database())
        .isEqualTo(new DatabaseLocation.SqliteFile(folder.resolve("db.sqlite")));
    assertThat(read.derp().maps()).singleElement().extracting("text").isEqualTo("regions: {}\n");
    assertThat(ConfigFolder.codes(read))
        .containsExactlyInAnyOrder(
            "CONFIG_OLD_SPELLING", "PREFIX_DEFAULT", "NOISE_KEY_ABSENT", "POLICY_ABSENT");
  }
}
