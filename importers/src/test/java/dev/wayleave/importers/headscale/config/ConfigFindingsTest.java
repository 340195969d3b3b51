package dev.wayleave.importers.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is remarkable about settings becomes a finding that names key, place and value.
class ConfigFindingsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prefixes: {v4: 100.64.0.0}                          | BLOCKER | PREFIX_INVALID",
        "ip_prefixes: [100.64.0.0/16, 100.65.0.0/16]         | ACTION  | PREFIX_SECOND",
        "listen_addr: [a]                                    | ACTION  | CONFIG_VALUE_INVALID",
        "prefixes: {allocation: best}                        | ACTION  | CONFIG_VALUE_INVALID",
        "node: {expiry: soon}                                | ACTION  | CONFIG_VALUE_INVALID",
        "derp: {auto_update_enabled: maybe}                  | ACTION  | CONFIG_VALUE_INVALID",
        "derp: {auto_update_enabled: yes}                    | ACTION  | CONFIG_VALUE_UNCLEAR",
        "derp: {server: {enabled: true, region_id: nine}}    | ACTION  | CONFIG_VALUE_INVALID",
        "derp: {server: {enabled: true, private_key_path: x}}| ACTION  | DERP_KEY_MISSING",
        "dns: {nameservers: {split: none}}                   | ACTION  | CONFIG_VALUE_INVALID",
        "dns: {magic_dns: true}                              | ACTION  | DNS_BASE_DOMAIN_MISSING",
        "dns: {base_domain: example.com}                     | ACTION  | BASE_DOMAIN_COVERS_SERVER",
        "dns: {base_domain: vpn.example.com}                 | ACTION  | BASE_DOMAIN_COVERS_SERVER",
        "dns: {override_local_dns: true}                     | ACTION  | DNS_OVERRIDE_WITHOUT_NAMESERVERS",
        "dns_config: {use_username_in_magic_dns: true}       | ACTION  | DNS_NAMES_WITH_USER",
        "dns_config: {magic_dns: true}                       | INFO    | DNS_NAMES_WITH_USER",
        "dns: {extra_records: [{name: only}]}                | LOSSY   | EXTRA_RECORDS_INVALID",
        "dns: {extra_records: text}                          | LOSSY   | EXTRA_RECORDS_INVALID",
        "dns: {extra_records_path: none.json}                | LOSSY   | EXTRA_RECORDS_MISSING",
        "derp: {paths: [none.yaml]}                          | LOSSY   | DERP_MAP_MISSING",
        "derp_map_path: none.yaml                            | LOSSY   | DERP_MAP_MISSING",
        "randomize_client_port: true                         | ACTION  | RANDOMIZE_CLIENT_PORT",
        "tls_client_auth_mode: enforced                      | BLOCKER | TLS_CLIENT_AUTH",
        "tls_cert_path: none.crt                             | ACTION  | TLS_CERTIFICATE_MISSING",
        "tls_key_path: none.key                              | ACTION  | TLS_KEY_MISSING",
        "tls_letsencrypt_hostname: vpn.example.com           | INFO    | ACME_CACHE_MISSING",
        "logtail: {enabled: true}                            | INFO    | LOGTAIL_ENABLED",
        "log: {level: debug}                                 | INFO    | CONFIG_KEYS_WITHOUT_EFFECT",
        "log_level: debug                                    | INFO    | CONFIG_OLD_SPELLING",
        "private_key_path: none.key                          | INFO    | PRE_NOISE_KEY_MISSING",
        "oidc: {issuer: 'https://i', domain_map: {'.*': u}}  | ACTION  | OIDC_DOMAIN_MAP",
        "oidc: {issuer: 'https://i', map_legacy_users: true} | ACTION  | OIDC_LEGACY_USERS",
        "oidc: {issuer: 'https://i', strip_email_domain: 1}  | INFO    | OIDC_STRIP_EMAIL_DOMAIN",
        "oidc: {issuer: 'https://i'}                         | INFO    | OIDC_EXPIRY_DEFAULT",
        "oidc: {client_secret_path: none}                    | ACTION  | OIDC_CLIENT_SECRET_MISSING",
        "oidc: {client_secret_path: n, client_secret: s}     | ACTION  | OIDC_SECRET_TWICE",
        "policy.path: p.hujson                               | INFO    | POLICY_FILE_UNUSED",
        "acl_policy: x                                       | INFO    | CONFIG_KEY_UNKNOWN",
      })
  void reportsTheSetting(String lines, Level level, String code) throws Exception {
    // The cache directory is named, so that the machine's own /var/www is left alone.
    HeadscaleConfig config =
        new ConfigFolder(folder).with(lines + "\ntls_letsencrypt_cache_dir: none\n");

    Finding finding = ConfigFolder.finding(config, code);
    assertThat(finding.level()).isEqualTo(level);
    assertThat(finding.what()).endsWith(".");
    assertThat(finding.remedy()).endsWith(".");
  }

  @Test
  void saysNothingOfAConfigurationThatNeedsNoWord() throws Exception {
    HeadscaleConfig config = new ConfigFolder(folder).with("prefixes: {v4: 100.64.0.0/10}\n");

    assertThat(config.findings()).isEmpty();
  }

  @Test
  void saysNothingOfSectionsWithEveryLineCommentedOut() throws Exception {
    HeadscaleConfig config =
        new ConfigFolder(folder).with("prefixes: {v4: 100.64.0.0/10}\noidc:\nderp:\ntuning: {}\n");

    assertThat(config.findings()).isEmpty();
  }

  @Test
  void namesKeyLineAndValueOfAnUnknownKey() throws Exception {
    HeadscaleConfig config = new ConfigFolder(folder).with("dns:\n  magicdns: true\n");

    Finding finding = ConfigFolder.finding(config, "CONFIG_KEY_UNKNOWN");
    assertThat(finding.object())
        .isEqualTo("setting dns.magicdns (" + folder.resolve("config.yaml") + " line 6)");
    assertThat(finding.what()).contains("dns.magicdns = \"true\"");
    assertThat(config.server().other()).containsEntry("dns.magicdns", "true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smtp: {password: hunter2}           | smtp.password | hunter2",
        "hook_token: abc                     | hook_token    | abc",
        "hook: 'https://u:hunter2@x/'        | hook          | https://u:hunter2@x/",
        "hooks: [{url: u, password: hunter2}] | hooks         | '[{url: u, password: hunter2}]'",
        "x: hskey-api-0123456789             | x             | hskey-api-0123456789",
        "x: a8f5f167f44f4964e6c998dee827110c | x             | a8f5f167f44f4964e6c998dee827110c",
      })
  void keepsWhatSmellsOfASecretAmongTheSecretsAndOutOfTheReport(
      String lines, String key, String secret) throws Exception {
    HeadscaleConfig config = new ConfigFolder(folder).with(lines);

    assertThat(config.findings().toString()).doesNotContain(secret).contains("sha256:");
    assertThat(config.server().toString()).doesNotContain(secret);
    assertThat(config.secrets())
        .filteredOn(one -> one.role() == SecretRole.SETTING)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.name()).isEqualTo(key);
          assertThat(one.value().reveal()).isEqualTo(secret);
        });
  }

  @Test
  void keepsPasswordsOfKnownSettingsByTheirNewKey() throws Exception {
    HeadscaleConfig config =
        new ConfigFolder(folder).with("db_pass: hunter2\ncli: {api_key: hunter3}\n");

    assertThat(config.secrets())
        .filteredOn(one -> one.role() == SecretRole.SETTING)
        .extracting(one -> one.name() + "=" + one.value().reveal())
        .containsExactly("cli.api_key=hunter3", "database.postgres.pass=hunter2");
    assertThat(config.toString()).doesNotContain("hunter");
  }

  @Test
  void newSpellingOutranksTheOldOne() throws Exception {
    HeadscaleConfig config =
        new ConfigFolder(folder)
            .with("dns_config: {base_domain: old.net}\ndns: {base_domain: new.net}\n");

    assertThat(config.dns().baseDomain()).isEqualTo("new.net");
    assertThat(ConfigFolder.finding(config, "CONFIG_KEY_TWICE").object())
        .startsWith("setting dns_config.base_domain (");
  }

  @Test
  void environmentOutranksTheFileAsInHeadscale() throws Exception {
    HeadscaleConfig config =
        new ConfigFolder(folder)
            .withVariables(
                "listen_addr: a:1\n",
                Map.of(
                    "HEADSCALE_LISTEN_ADDR", "b:2",
                    "HEADSCALE_SERVER_URL", "",
                    "HEADSCALE_DNS_NAMESERVERS_GLOBAL", "1.1.1.1 9.9.9.9",
                    "HEADSCALE_DNS_NAMESERVERS_SPLIT", "{\"a.b\": [\"10.0.0.1\"]}",
                    "HEADSCALE_DB_PATH", "/elsewhere/db.sqlite",
                    "HEADSCALE_DEBUG_DUMP", "1",
                    "PATH", "/bin"));

    assertThat(config.server().listenAddress()).isEqualTo("b:2");
    assertThat(config.server().serverUrl()).isEqualTo("https://vpn.example.com");
    assertThat(config.dns().nameservers()).containsExactly("1.1.1.1", "9.9.9.9");
    assertThat(config.dns().splitNameservers()).containsOnlyKeys("a.b");
    assertThat(config.database())
        .isEqualTo(new DatabaseLocation.SqliteFile(Path.of("/elsewhere/db.sqlite")));
    assertThat(ConfigFolder.finding(config, "CONFIG_KEY_UNKNOWN").object())
        .isEqualTo("setting HEADSCALE_DEBUG_DUMP (the environment)");
  }
}
