package dev.wayleave.exporters.headscale.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.importers.headscale.config.HeadscaleConfig;
import dev.wayleave.importers.headscale.config.PolicyInUse;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.ServerSettings.Oidc;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written of real servers reads as what was read of them.
class FixtureRoundTripTest {
  @TempDir Path folder;

  private static final Map<String, SchemaRelease> SETS =
      Map.of(
          "0.27.1-sqlite", SchemaRelease.V0_27,
          "0.28.0-postgres", SchemaRelease.V0_28,
          "0.29.2-sqlite", SchemaRelease.V0_29,
          "0.29.2-postgres", SchemaRelease.V0_29,
          "0.30.0-dev-sqlite", SchemaRelease.V0_30_DEV);

  /// The release whose server a set is of.
  static SchemaRelease release(String set) {
    return Objects.requireNonNull(SETS.get(set));
  }

  static Stream<Arguments> setsAndReleases() {
    return SETS.keySet().stream()
        .sorted()
        .flatMap(set -> Arrays.stream(SchemaRelease.values()).map(to -> Arguments.of(set, to)));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("setsAndReleases")
  void readsBackWhatTheReleaseCanSay(String set, SchemaRelease to) throws Exception {
    HeadscaleConfig source = WrittenDirectory.read(Fixtures.copySet(set, folder.resolve("source")));
    Inventory inventory = WrittenDirectory.inventory(source, set);

    ServerFiles files = WrittenDirectory.render(inventory, to, database(set));
    HeadscaleConfig written =
        WrittenDirectory.read(WrittenDirectory.write(files, folder.resolve("written")));

    assertThat(written.findings())
        .extracting(Finding::level)
        .doesNotContain(Finding.Level.BLOCKER, Finding.Level.LOSSY, Finding.Level.ACTION);
    assertThat(written.server()).isEqualTo(expected(source.server(), to));
    assertThat(written.dns()).isEqualTo(source.dns());
    assertThat(written.derp()).isEqualTo(source.derp());
    assertThat(written.secrets()).containsExactlyInAnyOrderElementsOf(carried(source.secrets()));
    assertThat(text(written)).isEqualTo(expectedPolicy(source, to));
    assertThat(written.database().getClass()).isEqualTo(source.database().getClass());
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("setsAndReleases")
  void tellsOfNothingButWhatDiffers(String set, SchemaRelease to) throws Exception {
    HeadscaleConfig source = WrittenDirectory.read(Fixtures.copySet(set, folder));
    SchemaRelease from = release(set);

    ServerFiles files =
        WrittenDirectory.render(WrittenDirectory.inventory(source, set), to, database(set));

    assertThat(files.findings())
        .filteredOn(finding -> finding.level() != Finding.Level.INFO)
        .extracting(Finding::code)
        .containsExactlyInAnyOrderElementsOf(told(set, from, to));
  }

  private static List<String> told(String set, SchemaRelease from, SchemaRelease to) {
    return Stream.of(
            set.endsWith("postgres") ? "DATABASE_PASSWORD_NOT_WRITTEN" : "",
            to == SchemaRelease.V0_26 ? "DERP_CLIENTS_UNVERIFIED" : "",
            to == SchemaRelease.V0_26 && set.endsWith("postgres") ? "POLICY_RULE_LOST" : "",
            to.atLeast(SchemaRelease.V0_29) && !from.atLeast(SchemaRelease.V0_29)
                ? "OIDC_EXPIRY_UNKNOWN"
                : "")
        .filter(code -> !code.isEmpty())
        .toList();
  }

  private static DatabaseChoice database(String set) {
    return set.endsWith("postgres")
        ? new DatabaseChoice.Postgres("127.0.0.1", 15432, "headscale", "headscale")
        : WrittenDirectory.SQLITE;
  }

  /// The settings without what the release has no key for; its secret lies in a file of its own.
  private static ServerSettings expected(ServerSettings source, SchemaRelease to) {
    Map<String, String> other = new TreeMap<>(source.other());
    other.keySet().removeIf(key -> isUnknown(key, to));
    other.put("oidc.client_secret_path", "./oidc_client_secret");
    return new ServerSettings(
        source.serverUrl(),
        source.listenAddress(),
        source.prefixV4(),
        source.prefixV6(),
        source.allocation(),
        source.nodeExpiry(),
        source.ephemeralTimeout(),
        expected(source.oidc(), to),
        other);
  }

  private static boolean isUnknown(String key, SchemaRelease to) {
    return switch (key) {
      case "randomize_client_port" -> to.atLeast(SchemaRelease.V0_29);
      case "grpc_listen_addr", "grpc_allow_insecure" -> to == SchemaRelease.V0_30_DEV;
      case "derp.server.verify_clients" -> to == SchemaRelease.V0_26;
      default -> Set.of("database.postgres.pass").contains(key);
    };
  }

  /// Since 0.29 logins by OIDC have no expiry of their own.
  private static @Nullable Oidc expected(@Nullable Oidc oidc, SchemaRelease to) {
    if (oidc == null || !to.atLeast(SchemaRelease.V0_29)) {
      return oidc;
    }
    return new Oidc(
        oidc.issuer(),
        oidc.clientId(),
        oidc.scopes(),
        oidc.extraParams(),
        oidc.allowedDomains(),
        oidc.allowedUsers(),
        oidc.allowedGroups(),
        oidc.emailVerifiedRequired(),
        oidc.expiryFromToken(),
        null,
        oidc.pkce(),
        oidc.pkceMethod(),
        oidc.onlyStartIfAvailable());
  }

  private static List<Secret> carried(List<Secret> secrets) {
    return secrets.stream().filter(secret -> secret.role() != SecretRole.SETTING).toList();
  }

  /// The text as it is but for 0.26, which does not know autogroup:member.
  private static String expectedPolicy(HeadscaleConfig source, SchemaRelease to) {
    return to == SchemaRelease.V0_26
        ? text(source)
            .lines()
            .filter(line -> !line.contains("autogroup:member"))
            .collect(Collectors.joining("\n"))
            .concat(source.policy() instanceof PolicyInUse.File ? "\n" : "")
        : text(source);
  }

  private static String text(HeadscaleConfig config) {
    return config.policy() instanceof PolicyInUse.File file
        ? file.version().text()
        : config.policy().toString();
  }
}
