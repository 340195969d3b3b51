package dev.wayleave.interop.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.files.DatabaseChoice;
import dev.wayleave.exporters.headscale.files.HeadscaleFiles;
import dev.wayleave.exporters.headscale.files.ServerFile;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.importers.headscale.config.HeadscaleConfig;
import dev.wayleave.importers.headscale.config.HeadscaleConfigReader;
import dev.wayleave.importers.headscale.config.PolicyInUse;
import dev.wayleave.interop.Child;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DerpSettings.EmbeddedRegion;
import dev.wayleave.tailnet.model.DerpSettings.MapFile;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.DnsSettings.ExtraRecord;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.ServerSettings.Oidc;
import dev.wayleave.testkit.fixture.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A real Headscale accepts the configuration, the keys and the policy that Wayleave writes for it.
@Tag("interop")
class WrittenServerInteropTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final DatabaseChoice SQLITE = new DatabaseChoice.Sqlite();

  @TempDir private Path room;

  /// What `configtest` said.
  private record Answer(int code, String said) {}

  static Stream<HeadscaleRelease> releases() {
    return HeadscaleRelease.proved().stream();
  }

  static Stream<Arguments> releasesAndSets() {
    return releases()
        .flatMap(release ->
            Stream.concat(Fixtures.SQLITE_SETS.stream(), Fixtures.POSTGRES_SETS.stream())
                .map(set -> Arguments.of(release, set)));
  }

  @ParameterizedTest
  @MethodSource("releasesAndSets")
  void acceptsTheFilesOfAnotherReleasesServer(HeadscaleRelease release, String set)
      throws Exception {
    Path source = Fixtures.copySet(set, room.resolve("source"));
    HeadscaleConfig config =
        new HeadscaleConfigReader(source.resolve("config.yaml"), Map.of()).read();

    Answer answer = configtest(release, write(release, inventory(config)));

    assertThat(answer.said()).doesNotContain("deprecated");
    assertThat(answer.code()).as(answer.said()).isZero();
  }

  /// The file where Headscale looks for it holds the key: it makes another where it finds none.
  @ParameterizedTest
  @MethodSource("releases")
  void acceptsAServerThatUsesEverySettingAndKeepsItsKeys(HeadscaleRelease release)
      throws Exception {
    Path folder = write(release, everything());

    Answer answer = configtest(release, folder);

    assertThat(answer.code()).as(answer.said()).isZero();
    assertThat(answer.said()).doesNotContain("deprecated");
    assertThat(Files.readString(folder.resolve("noise_private.key"))).isEqualTo(key("0a"));
    assertThat(Files.readString(folder.resolve("derp_server_private.key"))).isEqualTo(key("0b"));
    assertThat(folder.resolve("db.sqlite")).exists();
  }

  /// Else the others would prove nothing.
  @ParameterizedTest
  @MethodSource("releases")
  void refusesWhatIsWrong(HeadscaleRelease release) throws Exception {
    Path folder = write(release, everything());
    Path config = folder.resolve("config.yaml");
    String text = Files.readString(config);

    Files.writeString(config, text.replace("magic_dns:", "use_username_in_magic_dns:"));
    assertThat(configtest(release, folder).code()).isNotZero();
    Files.writeString(config, text);
    Files.writeString(folder.resolve("noise_private.key"), "privkey:short");
    assertThat(configtest(release, folder).code()).isNotZero();
    Files.writeString(folder.resolve("noise_private.key"), key("0a"));
    Files.writeString(folder.resolve("policy.hujson"), "{\"acls\": [{\"action\": \"frob\"}]}");
    assertThat(configtest(release, folder).code()).isNotZero();
  }

  private Path write(HeadscaleRelease release, Inventory inventory) throws IOException {
    SchemaRelease schema = SchemaRelease.parse(release.line()).orElseThrow();
    Path folder = room.resolve("written-" + release.line());
    for (ServerFile file : new HeadscaleFiles().render(inventory, schema, SQLITE).files()) {
      Path path = folder.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.content().reveal());
    }
    return folder;
  }

  private static Inventory inventory(HeadscaleConfig config) {
    Inventory.Builder inventory =
        Inventory.builder(new SourceInfo("wayleave", "0.1", "postgresql"))
            .add(config.server())
            .add(config.dns())
            .add(config.derp());
    config.secrets().forEach(inventory::add);
    if (config.policy() instanceof PolicyInUse.File file) {
      inventory.add(file.version());
    }
    return inventory.build();
  }

  private Answer configtest(HeadscaleRelease release, Path folder) throws Exception {
    Path out = Files.createTempFile(room, "out-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(release.binary().toString(), "configtest", "--config", "config.yaml")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("HEADSCALE_"));
    builder.environment().put("HOME", room.toString());
    try (Child child = Child.start(builder)) {
      assertThat(child.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .as("configtest ends")
          .isTrue();
      return new Answer(child.process().exitValue(), Files.readString(out));
    }
  }

  private static String key(String octet) {
    return "privkey:" + octet.repeat(32);
  }

  private static Secret secret(SecretRole role, String text) {
    return new Secret(role, Secret.ONLY, SecretText.of(text));
  }

  private static Inventory everything() {
    return Inventory.builder(new SourceInfo("wayleave", "0.1", "postgresql"))
        .add(server())
        .add(
            new DnsSettings(
                true,
                "tail.test",
                true,
                List.of("9.9.9.9", "https://dns.example.com/dns-query"),
                Map.of("corp.test", List.of("10.0.0.53")),
                List.of("corp.test"),
                List.of(new ExtraRecord("wiki.tail.test", "A", "100.64.0.9"))))
        .add(
            new DerpSettings(
                new EmbeddedRegion(
                    999, "own", "Zürich: \"own\" relay #1", true, "127.0.0.1:0", true, "", ""),
                List.of(),
                List.of(new MapFile("derp.yaml", "regions: {}\n")),
                true,
                "PT3H"))
        .add(secret(SecretRole.NOISE_KEY, key("0a")))
        .add(secret(SecretRole.DERP_KEY, key("0b")))
        .add(secret(SecretRole.OIDC_CLIENT_SECRET, "not-a-secret"))
        .add(
            new PolicyVersion(
                "9",
                """
                {
                  // what each release knows
                  "groups": {"group:eng": ["alice@", "bob@example.com"]},
                  "hosts": {"dns": "10.0.0.53"},
                  "tagOwners": {"tag:web": ["group:eng"]},
                  "autoApprovers": {"routes": {"10.0.0.0/8": ["tag:web"]}, "exitNode": ["alice@"]},
                  "acls": [
                    {"action": "accept", "src": ["group:eng"], "dst": ["tag:web:80,443", "dns:53"]},
                    {"action": "accept", "src": ["alice@"], "dst": ["[fd00::1]:22", "*:*"]},
                    {"action": "accept", "src": ["alice@"], "dst": ["*:22"],
                     "srcPosture": ["posture:mac"]},
                    {"action": "accept", "src": ["autogroup:admin", "user:*@passkey"], "dst": ["*:*"]},
                    {"action": "accept", "src": ["autogroup:member"], "dst": ["autogroup:self:*"]},
                  ],
                  "grants": [
                    {"src": ["group:eng"], "dst": ["tag:web"], "ip": ["tcp:8080", "icmp:*", "443"]},
                    {"src": ["alice@"], "dst": ["tag:web"], "via": ["tag:web"], "ip": ["*"]},
                    {"src": ["alice@"], "dst": ["tag:web"], "app": {"example.com/cap/x": [{}]}},
                  ],
                  "ssh": [
                    {"action": "accept", "src": ["group:eng"], "dst": ["tag:web"],
                     "users": ["root", "autogroup:nonroot", "localpart:*@example.com"],
                     "acceptEnv": ["LANG"], "recorder": ["tag:web"]},
                    {"action": "check", "src": ["autogroup:member"], "dst": ["autogroup:self"],
                     "users": ["root"], "checkPeriod": "8h"},
                  ],
                  "nodeAttrs": [
                    {"target": ["*"], "attr": ["funnel", "magicdns-aaaa"]},
                    {"target": ["autogroup:member"], "ipPool": ["100.81.0.0/16"]},
                  ],
                  "postures": {"posture:mac": ["node:os == 'macos'"]},
                  "ipsets": {"ipset:lan": ["10.0.0.0/24"]},
                  "tests": [{"src": "alice@", "accept": ["tag:web:80"]}],
                  "randomizeClientPort": true,
                  "disableIPv4": false,
                }
                """,
                true,
                "api",
                null))
        .build();
  }

  private static ServerSettings server() {
    return new ServerSettings(
        "http://127.0.0.1:18080",
        "127.0.0.1:0",
        IpPrefix.parse("100.64.0.0/10"),
        IpPrefix.parse("fd7a:115c:a1e0::/48"),
        "random",
        "PT2160H",
        "PT30M",
        new Oidc(
            "http://127.0.0.1:1/none",
            "vpn",
            List.of("openid", "email"),
            Map.of("prompt", "select_account"),
            List.of("example.com"),
            List.of("alice@example.com"),
            List.of("vpn"),
            true,
            true,
            null,
            true,
            "S256",
            false),
        Map.ofEntries(
            Map.entry("metrics_listen_addr", "127.0.0.1:0"),
            Map.entry("grpc_listen_addr", "127.0.0.1:0"),
            Map.entry("trusted_proxies", "[10.0.0.1/32, fd00::/8]"),
            Map.entry("unix_socket", "./headscale.sock"),
            Map.entry("unix_socket_permission", "0770"),
            Map.entry("taildrop.enabled", "false"),
            Map.entry("auto_update.enabled", "true"),
            Map.entry("node.routes.ha.probe_interval", "10s"),
            Map.entry("node.routes.ha.probe_timeout", "5s"),
            Map.entry("preauth_keys.revoked_retention", "168h"),
            Map.entry("randomize_client_port", "true"),
            Map.entry("database.sqlite.wal_autocheckpoint", "500"),
            Map.entry("database.gorm.slow_threshold", "1000"),
            Map.entry("log.level", "warn"),
            Map.entry("log.format", "text"),
            Map.entry("tuning.node_store_batch_size", "50"),
            Map.entry("tuning.batch_change_delay", "800ms"),
            Map.entry("dns.use_username_in_magic_dns", "true"),
            Map.entry("oidc.strip_email_domain", "true"),
            Map.entry("disable_check_updates", "true")));
  }
}
