package dev.wayleave.importers.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.DerpSettings.EmbeddedRegion;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.DnsSettings.ExtraRecord;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings.Oidc;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Configurations of servers that were really run.
class FixtureConfigTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.27.1-sqlite",
        "0.28.0-postgres",
        "0.29.2-sqlite",
        "0.29.2-postgres",
        "0.30.0-dev-sqlite"
      })
  void readsEveryFixtureWithoutBlockerOrLoss(String set) throws Exception {
    HeadscaleConfig config = read(set);

    assertThat(config.findings())
        .extracting(Finding::level)
        .doesNotContain(Finding.Level.BLOCKER, Finding.Level.LOSSY, Finding.Level.ACTION);
    assertThat(config.server().serverUrl()).isEqualTo("http://127.0.0.1:18080");
    assertThat(config.server().listenAddress()).isEqualTo("127.0.0.1:18080");
    assertThat(config.server().prefixV4()).isEqualTo(IpPrefix.parse("100.64.0.0/10"));
    assertThat(config.server().prefixV6()).isEqualTo(IpPrefix.parse("fd7a:115c:a1e0::/48"));
    assertThat(config.server().allocation()).isEqualTo("sequential");
    assertThat(config.server().nodeExpiry()).isNull();
    assertThat(config.server().ephemeralTimeout()).isEqualTo("PT8760H");
    assertThat(config.dns())
        .isEqualTo(
            new DnsSettings(
                true,
                "tail.example.com",
                true,
                List.of("9.9.9.9", "2620:fe::fe"),
                Map.of("corp.example.com", List.of("10.20.0.53")),
                List.of("corp.example.com"),
                List.of(
                    new ExtraRecord("grafana.tail.example.com", "A", "100.64.0.9"),
                    new ExtraRecord("wiki.corp.example.com", "AAAA", "fd7a:115c:a1e0::9"))));
    assertThat(config.derp().embedded())
        .isEqualTo(
            new EmbeddedRegion(
                999,
                "headscale",
                "Headscale Embedded DERP",
                true,
                "127.0.0.1:18083",
                true,
                "127.0.0.1",
                ""));
    assertThat(secret(config, SecretRole.NOISE_KEY).reveal())
        .isEqualTo(Fixtures.text(set, "noise_private.key"));
    assertThat(secret(config, SecretRole.DERP_KEY).reveal())
        .isEqualTo(Fixtures.text(set, "derp_server_private.key"));
    assertThat(secret(config, SecretRole.OIDC_CLIENT_SECRET).reveal()).isEqualTo("not-a-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.28.0-postgres", "0.29.2-postgres"})
  void readsPolicyFileByteForByteAndPostgresLocation(String set) throws Exception {
    HeadscaleConfig config = read(set);

    assertThat(config.policy()).isInstanceOf(PolicyInUse.File.class);
    PolicyInUse.File policy = (PolicyInUse.File) config.policy();
    assertThat(policy.version().text()).isEqualTo(Fixtures.text(set, "policy.hujson"));
    assertThat(policy.version().id()).isEqualTo("file");
    assertThat(policy.version().inUse()).isTrue();
    assertThat(policy.version().origin()).endsWith(set + "/policy.hujson");
    assertThat(config.database())
        .isEqualTo(
            new DatabaseLocation.Postgres(
                "127.0.0.1",
                15432,
                "headscale",
                "headscale",
                SecretText.of("headscale"),
                "disable"));
  }

  @Test
  void findsSqliteFileBesideTheConfigurationAndPolicyInTheDatabase() throws Exception {
    HeadscaleConfig config = read("0.29.2-sqlite");

    assertThat(config.database())
        .isEqualTo(new DatabaseLocation.SqliteFile(folder("0.29.2-sqlite").resolve("db.sqlite")));
    assertThat(config.policy()).isEqualTo(new PolicyInUse.Database());
  }

  @Test
  void oidcLoginsLast180DaysBefore029AndForEverSince() throws Exception {
    assertThat(oidc("0.28.0-postgres").nodeExpiry()).isEqualTo("PT4320H");
    assertThat(oidc("0.29.2-sqlite").nodeExpiry()).isNull();
  }

  @Test
  void readsOidcProviderWithHeadscalesDefaults() throws Exception {
    assertThat(oidc("0.29.2-sqlite"))
        .isEqualTo(
            new Oidc(
                "http://127.0.0.1:18090/tenant/",
                "headscale",
                List.of("openid", "profile", "email"),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                true,
                false,
                null,
                false,
                "S256",
                false));
  }

  private Oidc oidc(String set) throws Exception {
    return Objects.requireNonNull(read(set).server().oidc());
  }

  private HeadscaleConfig read(String set) throws Exception {
    Path copy = Fixtures.copySet(set, folder);
    return new HeadscaleConfigReader(copy.resolve("config.yaml"), Map.of()).read();
  }

  private static SecretText secret(HeadscaleConfig config, SecretRole role) {
    return config.secrets().stream()
        .filter(secret -> secret.role() == role && secret.name().equals("-"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private Path folder(String set) {
    return folder.resolve(set);
  }
}
