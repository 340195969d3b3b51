package dev.wayleave.importers.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.model.DnsSettings.ExtraRecord;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The files that a configuration names: keys, certificates, secrets, records, maps, the policy.
class NamedFilesTest {
  private static final String OTHER_KEY = "privkey:" + "1e".repeat(32);

  @TempDir Path folder;
  private ConfigFolder config;

  @BeforeEach
  void makeFolder() throws Exception {
    config = new ConfigFolder(folder);
  }

  @Test
  void readsKeysBesideTheConfigurationAndTrimsThem() throws Exception {
    config.file("derp.key", OTHER_KEY + "\n").file("old.key", "ab".repeat(32) + "\n");
    HeadscaleConfig read =
        config.with(
            """
            derp: {server: {enabled: true, private_key_path: ./derp.key}}
            private_key_path: old.key
            """);

    assertThat(revealed(read))
        .containsExactlyInAnyOrder(
            "noise-key - " + ConfigFolder.KEY,
            "derp-key - " + OTHER_KEY,
            "pre-noise-key - " + "ab".repeat(32));
  }

  @Test
  void takesTheServersOwnKeyForTheRelayOfReleasesBefore023() throws Exception {
    config.file("old.key", OTHER_KEY);
    HeadscaleConfig read =
        config.with("derp: {server: {enabled: true}}\nprivate_key_path: old.key\n");

    assertThat(revealed(read)).contains("derp-key - " + OTHER_KEY, "pre-noise-key - " + OTHER_KEY);
  }

  @Test
  void missingNoiseKeyStopsAMigration() throws Exception {
    Files.delete(config.path("noise.key"));
    HeadscaleConfig read = config.with("");

    Finding finding = ConfigFolder.finding(read, "NOISE_KEY_MISSING");
    assertThat(finding.level()).isEqualTo(Level.BLOCKER);
    assertThat(finding.what())
        .isEqualTo("The file " + config.path("noise.key") + " does not exist.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "privkey:", "0f0f", "nodekey:hunter2", "privkey:zz\nhunter2"})
  void malformedKeyStopsAMigrationAndIsNotShown(String content) throws Exception {
    config.file("noise.key", content);
    HeadscaleConfig read = config.with("");

    Finding finding = ConfigFolder.finding(read, "NOISE_KEY_MALFORMED");
    assertThat(finding.level()).isEqualTo(Level.BLOCKER);
    assertThat(finding.toString()).doesNotContain("hunter2", "zz");
    assertThat(read.secrets()).isEmpty();
  }

  @Test
  void directoryInPlaceOfAKeyStopsAMigration() throws Exception {
    Files.delete(config.path("noise.key"));
    Files.createDirectory(config.path("noise.key"));
    HeadscaleConfig read = config.with("");

    Finding finding = ConfigFolder.finding(read, "NOISE_KEY_UNREADABLE");
    assertThat(finding.level()).isEqualTo(Level.BLOCKER);
    assertThat(finding.what())
        .isEqualTo("The file " + config.path("noise.key") + " is a directory, not a file.");
  }

  @Test
  void keyOfAnotherUserStopsAMigrationAndTheRemedyNamesTheUser() throws Exception {
    Files.setPosixFilePermissions(
        config.path("noise.key"), PosixFilePermissions.fromString("---------"));
    assumeFalse(
        Files.isReadable(config.path("noise.key")),
        "SKIPPED: this user, root, may read every file; run as another user to test it");
    HeadscaleConfig read = config.with("");

    Finding finding = ConfigFolder.finding(read, "NOISE_KEY_UNREADABLE");
    assertThat(finding.level()).isEqualTo(Level.BLOCKER);
    assertThat(finding.remedy())
        .isEqualTo("Run wayleave as the user that Headscale runs as, or as root.");
  }

  @Test
  void oversizedAndBinaryFilesAreNotKeys() throws Exception {
    config.file("noise.key", "x".repeat(ConfigFiles.SMALL + 1));
    assertThat(ConfigFolder.finding(config.with(""), "NOISE_KEY_UNREADABLE").what())
        .endsWith("is larger than 65536 bytes.");

    Files.write(config.path("noise.key"), new byte[] {(byte) 0xff, 0});
    assertThat(ConfigFolder.finding(config.with(""), "NOISE_KEY_UNREADABLE").what())
        .endsWith("is not UTF-8 text.");
  }

  @Test
  void pathThatIsNoPathIsAFinding() throws Exception {
    HeadscaleConfig read = config.with("tls_key_path: \"a\\0b\"\n");

    assertThat(ConfigFolder.finding(read, "TLS_KEY_UNREADABLE").what())
        .isEqualTo("The file a?b is not a path.");
  }

  @Test
  void readsTlsFilesByTheirNames() throws Exception {
    config.file("tls/vpn.crt", "CERT\n").file("tls/vpn.key", "KEY\n");
    HeadscaleConfig read = config.with("tls_cert_path: tls/vpn.crt\ntls_key_path: tls/vpn.key\n");

    assertThat(revealed(read)).contains("tls-certificate vpn.crt CERT\n", "tls-key vpn.key KEY\n");
  }

  @Test
  void readsEveryFileOfTheAcmeCacheButChallenges() throws Exception {
    config
        .file("cache/acme_account+key", "A")
        .file("cache/vpn.example.com", "C")
        .file("cache/vpn.example.com+rsa", "R")
        .file("cache/token+http-01", "T")
        .file("cache/folder/x", "X");
    HeadscaleConfig read =
        config.with(
            "tls_letsencrypt_hostname: vpn.example.com\ntls_letsencrypt_cache_dir: cache\n");

    assertThat(revealed(read))
        .containsExactlyInAnyOrder(
            "noise-key - " + ConfigFolder.KEY,
            "acme-account acme_account+key A",
            "acme-certificate vpn.example.com C",
            "acme-certificate vpn.example.com+rsa R");
  }

  @Test
  void leavesTheAcmeCacheAloneWhereAcmeIsOff() throws Exception {
    config.file("cache/acme_account+key", "A");
    HeadscaleConfig read = config.with("tls_letsencrypt_cache_dir: cache\n");

    assertThat(revealed(read)).containsExactly("noise-key - " + ConfigFolder.KEY);
    assertThat(read.server().other()).containsEntry("tls_letsencrypt_cache_dir", "cache");
  }

  @Test
  void readsOidcSecretFromItsFileWithVariablesInThePath() throws Exception {
    config.file("credentials/oidc", "hunter2\n");
    HeadscaleConfig read =
        config.withVariables(
            "oidc: {client_secret_path: '${CREDENTIALS}/oidc'}\n",
            Map.of("CREDENTIALS", config.path("credentials").toString()));

    assertThat(revealed(read)).contains("oidc-client-secret - hunter2");
    assertThat(read.toString()).doesNotContain("hunter2");
  }

  @Test
  void readsExtraRecordsWithMembersInAnyCase() throws Exception {
    config.file("r.json", "[{\"Name\": \"a.t\", \"TYPE\": \"A\", \"value\": \"100.64.0.1\"}]");
    HeadscaleConfig read = config.with("dns: {magic_dns: false, extra_records_path: r.json}\n");

    assertThat(read.dns().extraRecords())
        .containsExactly(new ExtraRecord("a.t", "A", "100.64.0.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[{]", "[] []", "[1]", "[{\"name\": \"a\"}]"})
  void recordsThatCannotBeReadAreALoss(String json) throws Exception {
    config.file("r.json", json);
    HeadscaleConfig read = config.with("dns: {magic_dns: false, extra_records_path: r.json}\n");

    assertThat(ConfigFolder.finding(read, "EXTRA_RECORDS_INVALID").level()).isEqualTo(Level.LOSSY);
    assertThat(read.dns().extraRecords()).isEmpty();
  }

  @Test
  void keepsDerpMapsByteForByte() throws Exception {
    config.file("a.yaml", "regions:\r\n  900: {}\n").file("b.json", "{}");
    HeadscaleConfig read = config.with("derp: {paths: [a.yaml, ./b.json]}\n");

    assertThat(read.derp().maps())
        .extracting(map -> map.path() + " " + map.text())
        .containsExactly("a.yaml regions:\r\n  900: {}\n", "./b.json {}");
  }

  private static List<String> revealed(HeadscaleConfig config) {
    return config.secrets().stream().map(NamedFilesTest::print).toList();
  }

  private static String print(Secret secret) {
    SecretRole role = secret.role();
    return role.label() + " " + secret.name() + " " + secret.value().reveal();
  }
}
