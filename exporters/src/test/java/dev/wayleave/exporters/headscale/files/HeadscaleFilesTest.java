package dev.wayleave.exporters.headscale.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.importers.headscale.config.HeadscaleConfig;
import dev.wayleave.importers.headscale.config.PolicyInUse;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DerpSettings.EmbeddedRegion;
import dev.wayleave.tailnet.model.DerpSettings.MapFile;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.DnsSettings.ExtraRecord;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server's settings become in each release.
class HeadscaleFilesTest {
  private static final String ALLOW =
      "{\"acls\": [{\"action\": \"accept\", \"src\": [\"*\"], \"dst\": [\"*:*\"]}]}";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(SchemaRelease.class)
  void everyKeyOfTheReleaseComesBack(SchemaRelease release) throws Exception {
    Servers server = new Servers();
    Map<String, String> samples = new TreeMap<>();
    for (ConfigKey key : ConfigKeys.of(release)) {
      samples.put(key.name(), sample(key));
    }
    samples.forEach(server::other);

    HeadscaleConfig written = roundTrip(server, release);

    assertThat(written.findings()).extracting(Finding::code).doesNotContain("CONFIG_KEY_UNKNOWN");
    // What has a field of its own, and what the database and the keys decide, is not among them.
    samples.keySet().retainAll(written.server().other().keySet());
    assertThat(samples).hasSizeGreaterThan(40);
    samples
        .keySet()
        .removeIf(key ->
            key.startsWith("database.") || key.startsWith("policy.") || key.startsWith("derp."));
    samples.remove("dns.extra_records_path");
    assertThat(written.server().other()).containsAllEntriesOf(samples);
  }

  private static String sample(ConfigKey key) {
    return switch (key.form()) {
      case TEXT -> key.name().matches(".*(path|dir)") ? "./of/" + key.name() : "5s";
      case FLAG -> "true";
      case NUMBER -> "17";
      case WORDS -> "[10.0.0.1/32, fd00::/8]";
      case MAP -> "{}";
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes", "null", "~", "1e3", "0x1f", "- a", "a: b", "a #b", "{a}", "[a", "\"q\"", "a\\b",
        "zwölf 🚀", "a\nb", "tab\there", " edge ", "*x", "&x", "!x", "%x", "@x", "`x", "'",
            "\u2028",
        "1_000", "0o7", "12:30:45", ".5", "=", "<<"
      })
  void everyTextComesBackAsItWas(String text) throws Exception {
    DerpSettings derp =
        new DerpSettings(
            new EmbeddedRegion(7, "x", text, true, "0.0.0.0:3478", true, "", ""),
            List.of(),
            List.of(),
            false,
            "PT3H");

    HeadscaleConfig written = roundTrip(new Servers().derp(derp), SchemaRelease.V0_29);

    assertThat(Objects.requireNonNull(written.derp().embedded()).regionName()).isEqualTo(text);
  }

  @Test
  void currentNoiseKeyIsWrittenAfterARotationAndTheFormerIsTold() {
    String former = "privkey:" + "0c".repeat(32);
    // Named before the current one wherever names are sorted.
    ServerFiles files =
        render(
            new Servers()
                .secret(SecretRole.NOISE_KEY, "!former", former)
                .secret(SecretRole.NOISE_KEY, Secret.ONLY, Servers.NOISE),
            SchemaRelease.V0_29);
    assertThat(files.files())
        .filteredOn(file -> file.path().equals("noise_private.key"))
        .singleElement()
        .satisfies(file -> assertThat(file.content().reveal()).isEqualTo(Servers.NOISE));
    assertThat(files.findings())
        .filteredOn(finding -> finding.code().equals("NOISE_KEY_FORMER"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.LOSSY);
          assertThat(finding.object()).isEqualTo("secret noise-key (!former)");
        });
  }

  @Test
  void secretsStandInFilesOfTheirOwnAndNotInTheConfiguration() throws Exception {
    Servers server =
        new Servers()
            .oidc(null, true)
            .secret(SecretRole.OIDC_CLIENT_SECRET, Secret.ONLY, "s3cret-of-oidc")
            .secret(SecretRole.DERP_KEY, Secret.ONLY, "privkey:" + "0b".repeat(32))
            .secret(SecretRole.TLS_CERTIFICATE, "fullchain.pem", "CERTIFICATE\n")
            .secret(SecretRole.TLS_KEY, "key.pem", "s3cret-of-tls\n")
            .secret(SecretRole.SETTING, "cli.api_key", "s3cret-of-cli")
            .secret(SecretRole.SETTING, "database.postgres.pass", "s3cret-of-database")
            .other("tls_cert_path", "/etc/headscale/fullchain.pem")
            .other("tls_key_path", "/etc/headscale/key.pem");

    ServerFiles files =
        render(server, SchemaRelease.V0_29, new DatabaseChoice.Postgres("db", 5432, "hs", "hs"));

    assertThat(WrittenDirectory.text(files, "config.yaml"))
        .doesNotContain("s3cret")
        .contains("client_secret_path: ./oidc_client_secret")
        .contains("HEADSCALE_DATABASE_POSTGRES_PASS");
    assertThat(WrittenDirectory.text(files, "oidc_client_secret")).isEqualTo("s3cret-of-oidc");
    assertThat(WrittenDirectory.text(files, "noise_private.key")).isEqualTo(Servers.NOISE);
    assertThat(files.files().stream().filter(ServerFile::secret).map(ServerFile::path))
        .containsExactlyInAnyOrder(
            "noise_private.key",
            "derp_server_private.key",
            "oidc_client_secret",
            "fullchain.pem",
            "key.pem");
    assertThat(files.toString()).doesNotContain("s3cret");
    assertThat(codes(files))
        .containsExactlyInAnyOrder(
            "ACTION DATABASE_PASSWORD_NOT_WRITTEN",
            "ACTION CLI_API_KEY_NOT_WRITTEN",
            "INFO POLICY_ABSENT",
            "INFO CONFIG_PATHS_MOVED");
    HeadscaleConfig written =
        WrittenDirectory.read(WrittenDirectory.write(files, folder.resolve("tls")));
    assertThat(written.secrets())
        .containsExactlyInAnyOrderElementsOf(
            server.inventory().secrets().stream()
                .filter(secret -> secret.role() != SecretRole.SETTING)
                .toList());
  }

  @Test
  void cacheOfCertificatesIsAFolderOfItsOwn() throws Exception {
    Servers server =
        new Servers()
            .other("tls_letsencrypt_hostname", "vpn.example.com")
            .secret(SecretRole.ACME_ACCOUNT, "acme_account+key", "ACCOUNT")
            .secret(SecretRole.ACME_CERTIFICATE, "vpn.example.com", "CERTIFICATE");

    HeadscaleConfig written = roundTrip(server, SchemaRelease.V0_29);

    assertThat(written.secrets()).containsExactlyInAnyOrderElementsOf(server.inventory().secrets());
    assertThat(written.server().other()).containsEntry("tls_letsencrypt_cache_dir", "./acme-cache");
  }

  @Test
  void secretThatTheSourceWithheldForbidsGoingOn() {
    Secret withheld =
        new Secret(SecretRole.NOISE_KEY, Secret.ONLY, SecretText.of(Servers.NOISE).withhold());

    ServerFiles files = render(new Servers().secret(withheld), SchemaRelease.V0_29);

    assertThat(codes(files)).contains("BLOCKER SECRET_WITHHELD");
  }

  @Test
  void filesElsewhereComeIntoTheDirectoryAndNeverLeaveIt() throws Exception {
    Servers server =
        new Servers()
            .other("noise.private_key_path", "../../etc/noise.key")
            .other("dns.extra_records_path", "/etc/headscale/records.json")
            .derp(
                new DerpSettings(
                    null,
                    List.of("https://example.com/derp"),
                    List.of(
                        new MapFile("/etc/a/derp.yaml", "one"),
                        new MapFile("/etc/b/derp.yaml", "two"),
                        new MapFile("config.yaml", "three"),
                        new MapFile("maps/own.yaml", "four")),
                    true,
                    "PT1H30M"));

    ServerFiles files = render(server, SchemaRelease.V0_29);

    assertThat(files.files())
        .extracting(ServerFile::path)
        .containsExactlyInAnyOrder(
            "config.yaml",
            "noise_private.key",
            "extra_records.json",
            "derp/derp.yaml",
            "2-derp/derp.yaml",
            "derp/config.yaml",
            "maps/own.yaml");
    HeadscaleConfig written =
        WrittenDirectory.read(WrittenDirectory.write(files, folder.resolve("moved")));
    assertThat(written.derp().maps())
        .extracting(MapFile::text)
        .containsExactly("one", "two", "three", "four");
    assertThat(written.derp().updateFrequency()).isEqualTo("PT1H30M");
    assertThat(finding(files, "CONFIG_PATHS_MOVED").what())
        .contains("/etc/b/derp.yaml is now ./2-derp/derp.yaml");
  }

  @Test
  void extraRecordsComeBack() throws Exception {
    DnsSettings dns =
        new DnsSettings(
            true,
            "tail.test",
            false,
            List.of("https://dns.nextdns.io/x", "9.9.9.9"),
            Map.of("corp.test", List.of("10.0.0.53", "fd00::53")),
            List.of("corp.test"),
            List.of(new ExtraRecord("a.test", "", "100.64.0.1")));

    HeadscaleConfig written = roundTrip(new Servers().dns(dns), SchemaRelease.V0_28);

    assertThat(written.dns()).isEqualTo(dns);
  }

  @ParameterizedTest
  @CsvSource({"0.28, PT2160H, 2160h", "0.29, '', 0", "0.26, '', 0"})
  void loginsByOidcLastAsLongAsOthersWhereTheyAreNotSetApart(
      String release, String expiry, String written) {
    Servers server = new Servers().oidc(null, true).nodeExpiry(expiry.isEmpty() ? null : expiry);

    String text = WrittenDirectory.text(render(server, release(release)), "config.yaml");

    assertThat(text).contains("  expiry: \"" + written + "\"");
  }

  @Test
  void expiryThatAReleaseCannotSayIsAFinding() {
    assertThat(codes(render(new Servers().nodeExpiry("PT2160H"), SchemaRelease.V0_28)))
        .contains("LOSSY NODE_EXPIRY_UNKNOWN");
    ServerFiles files = render(new Servers().oidc("PT4320H", true), SchemaRelease.V0_29);
    assertThat(finding(files, "OIDC_EXPIRY_UNKNOWN").remedy()).contains("node.expiry to 4320h");
  }

  @ParameterizedTest
  @CsvSource({"0.27, false, LOSSY", "0.27, true, ACTION", "0.28, true, ''", "0.28, false, ''"})
  void unverifiedAddressesAreTaken(String release, boolean verified, String level) {
    ServerFiles files = render(new Servers().oidc(null, verified, "example.com"), release(release));

    assertThat(codes(files).contains(level + " OIDC_EMAIL_UNVERIFIED")).isEqualTo(!level.isEmpty());
  }

  @Test
  void whatHeadscaleDoesNotStartWithForbidsGoingOn() {
    DnsSettings nameless =
        new DnsSettings(true, "", false, List.of(), Map.of(), List.of(), List.of());
    DerpSettings unmapped =
        new DerpSettings(
            new EmbeddedRegion(7, "x", "x", true, "", false, "", ""),
            List.of(),
            List.of(),
            false,
            "PT3H");

    assertThat(codes(render(new Servers().url("vpn.example.com"), SchemaRelease.V0_29)))
        .contains("BLOCKER SERVER_URL_INVALID");
    assertThat(codes(render(new Servers().url("https://hs.tail.test"), SchemaRelease.V0_29)))
        .contains("BLOCKER BASE_DOMAIN_COVERS_SERVER");
    assertThat(codes(render(new Servers().dns(nameless), SchemaRelease.V0_29)))
        .contains("BLOCKER DNS_BASE_DOMAIN_MISSING");
    assertThat(codes(render(new Servers().derp(unmapped), SchemaRelease.V0_29)))
        .contains("BLOCKER DERP_REGION_UNMAPPED", "ACTION DERP_WITHOUT_STUN");
  }

  @Test
  void whatHeadscaleHasLimitsForIsBroughtWithinThem() {
    DnsSettings overriding =
        new DnsSettings(true, "tail.test", true, List.of(), Map.of(), List.of(), List.of());

    ServerFiles files =
        render(
            new Servers().withoutPrefix().ephemeral("PT10S").dns(overriding), SchemaRelease.V0_29);

    assertThat(WrittenDirectory.text(files, "config.yaml"))
        .contains("v4: \"100.64.0.0/10\"")
        .contains("inactivity_timeout: \"1m6s\"")
        .contains("override_local_dns: false");
    assertThat(codes(files))
        .contains(
            "ACTION PREFIX_DEFAULT",
            "ACTION EPHEMERAL_TIMEOUT_OUT_OF_RANGE",
            "INFO DNS_OVERRIDE_WITHOUT_NAMESERVERS");
    assertThat(
            WrittenDirectory.text(
                render(new Servers().ephemeral(null), SchemaRelease.V0_28), "config.yaml"))
        .contains("ephemeral_node_inactivity_timeout: \"87600h\"");
  }

  @Test
  void settingsOfOtherReleasesAreToldOf() {
    Servers server =
        new Servers()
            .other("taildrop.enabled", "false")
            .other("auto_update.enabled", "true")
            .other("trusted_proxies", "[10.0.0.1/32]")
            .other("randomize_client_port", "true")
            .other("tuning.batcher_workers", "3")
            .other("device_approval", "false")
            .other("user_approval", "false")
            .other("frobnicate", "1");

    assertThat(codes(render(server, SchemaRelease.V0_26)))
        .contains(
            "LOSSY TAILDROP_ALWAYS_ON",
            "LOSSY AUTO_UPDATE_UNKNOWN",
            "ACTION TRUSTED_PROXIES_UNKNOWN")
        .doesNotContain("ACTION RANDOMIZE_CLIENT_PORT");
    assertThat(finding(render(server, SchemaRelease.V0_26), "CONFIG_KEYS_NOT_OF_RELEASE").what())
        .contains("frobnicate, tuning.batcher_workers");
    assertThat(codes(render(server, SchemaRelease.V0_29)))
        .contains("ACTION RANDOMIZE_CLIENT_PORT")
        .noneMatch(code -> code.startsWith("LOSSY"));
    assertThat(codes(render(new Servers().other("device_approval", "true"), SchemaRelease.V0_29)))
        .contains("LOSSY DEVICE_APPROVAL_UNKNOWN");
    assertThat(codes(render(new Servers().other("user_approval", "true"), SchemaRelease.V0_29)))
        .contains("LOSSY USER_APPROVAL_UNKNOWN");
  }

  @ParameterizedTest
  @EnumSource(SchemaRelease.class)
  void policyIsAFileByDefaultAndNoneIsNone(SchemaRelease release) throws Exception {
    PolicyVersion version = new PolicyVersion("4", ALLOW, true, "api", null);

    HeadscaleConfig with = roundTrip(new Servers().policy(version), release);
    HeadscaleConfig without = roundTrip(new Servers(), release);

    assertThat(((PolicyInUse.File) with.policy()).version().text()).isEqualTo(ALLOW);
    assertThat(without.policy()).isEqualTo(new PolicyInUse.Absent());
  }

  @Test
  void policyOfADatabaseStaysThereUnlessOlderVersionsWouldComeBackIntoForce() throws Exception {
    PolicyVersion version = new PolicyVersion("4", ALLOW, true, "database", null);
    Servers inForce = new Servers().other("policy.mode", "database").policy(version);
    Servers history = new Servers().other("policy.mode", "database").policy(version.retired());

    assertThat(roundTrip(inForce, SchemaRelease.V0_29).policy())
        .isEqualTo(new PolicyInUse.Database());
    assertThat(roundTrip(history, SchemaRelease.V0_29).policy())
        .isEqualTo(new PolicyInUse.Absent());
  }

  @Test
  void randomPortsOfThePolicyAreASettingBefore029() {
    PolicyVersion version =
        new PolicyVersion("4", "{\"randomizeClientPort\": true, \"acls\": []}", true, "api", null);

    ServerFiles files = render(new Servers().policy(version), SchemaRelease.V0_28);

    assertThat(WrittenDirectory.text(files, "config.yaml")).contains("randomize_client_port: true");
    assertThat(WrittenDirectory.text(files, "policy.hujson")).doesNotContain("randomize");
    assertThat(codes(files)).contains("ACTION POLICY_OPTION_IN_CONFIG");
  }

  @Test
  void databaseAloneTellsNothingOfAServer() {
    Inventory bare = Inventory.empty(new SourceInfo("headscale", "0.29.2", "sqlite"));

    ServerFiles files = WrittenDirectory.render(bare, SchemaRelease.V0_29, WrittenDirectory.SQLITE);

    assertThat(codes(files)).containsExactly("BLOCKER SERVER_SETTINGS_ABSENT");
    assertThat(files.files()).isEmpty();
  }

  private HeadscaleConfig roundTrip(Servers server, SchemaRelease release) throws Exception {
    Path directory = folder.resolve("written-" + System.nanoTime());
    return WrittenDirectory.read(WrittenDirectory.write(render(server, release), directory));
  }

  private static ServerFiles render(Servers server, SchemaRelease release) {
    return render(server, release, WrittenDirectory.SQLITE);
  }

  private static ServerFiles render(
      Servers server, SchemaRelease release, DatabaseChoice database) {
    return WrittenDirectory.render(server.inventory(), release, database);
  }

  private static SchemaRelease release(String label) {
    return SchemaRelease.parse(label).orElseThrow();
  }

  private static List<String> codes(ServerFiles files) {
    return files.findings().stream().map(one -> one.level() + " " + one.code()).toList();
  }

  private static Finding finding(ServerFiles files, String code) {
    return files.findings().stream()
        .filter(one -> one.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new AssertionError(code + " is not among " + files.findings()));
  }
}
