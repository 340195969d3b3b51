package dev.wayleave.coordinator.oidc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.SecretText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The file of identity providers.
class ProvidersFileTest {
  private static final String ONE =
      """
      - name: keycloak
        issuer: https://id.example.com/realms/staff
        clientId: wayleave
        clientSecretFile: keycloak.secret
        allowed: {groups: [staff]}
        expiry: PT12H
        policyGroups: {dev: group:dev}
        groupRoles: {ops: network-admin}
      """;

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private Path file;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(folder.resolve("keycloak.secret"), "s3cret\n");
    file = Files.writeString(folder.resolve("providers.yaml"), ONE);
  }

  private ProvidersFile read() {
    return new ProvidersFile(file, () -> now);
  }

  @Test
  void whatIsMissingHasItsUsualValueAndTheSecretLiesBesideTheFile() {
    ProvidersFile.Entry entry = requireNonNull(read().entries().get("keycloak"));
    assertThat(entry.secret()).contains(SecretText.of("s3cret"));
    IdentityProvider provider = entry.provider();
    assertThat(provider.enabled()).isTrue();
    assertThat(provider.displayName()).isEqualTo("id.example.com");
    assertThat(provider.scopes()).containsExactly("openid", "profile", "email");
    assertThat(provider.pkce()).isEqualTo(IdentityProvider.Pkce.S256);
    assertThat(provider.emailVerifiedRequired()).isTrue();
    assertThat(provider.linkDomains()).isEmpty();
    assertThat(provider.allowed().groups()).containsExactly("staff");
    assertThat(provider.term()).isEqualTo(new IdentityProvider.Term(false, "PT12H"));
    assertThat(provider.policyGroups()).containsEntry("dev", "group:dev");
    assertThat(provider.groupRoles()).containsEntry("ops", Role.NETWORK_ADMIN);
  }

  @Test
  void aChangeIsInForceAfterSecondsAndAMistakeChangesNothing() throws Exception {
    ProvidersFile providers = read();
    assertThat(providers.entries()).containsOnlyKeys("keycloak");
    Files.writeString(file, ONE + ONE.replace("keycloak\n", "other\n"));
    assertThat(providers.entries()).as("not at every login").containsOnlyKeys("keycloak");
    now = now.plus(6, ChronoUnit.SECONDS);
    assertThat(providers.entries()).containsOnlyKeys("keycloak", "other");
    Files.writeString(file, "- nome: keycloak");
    now = now.plus(6, ChronoUnit.SECONDS);
    assertThat(providers.entries()).containsOnlyKeys("keycloak", "other");
    Files.delete(file);
    now = now.plus(6, ChronoUnit.SECONDS);
    assertThat(providers.entries()).containsOnlyKeys("keycloak", "other");
    Files.writeString(file, ONE.replace("  clientId", "  enabled: false\n  clientId"));
    now = now.plus(6, ChronoUnit.SECONDS);
    assertThat(requireNonNull(providers.entries().get("keycloak")).provider().enabled()).isFalse();
  }

  @Test
  void aSecretThatComesLaterOrIsAnotherIsReadThoughTheFileStays() throws Exception {
    Path secret = folder.resolve("keycloak.secret");
    Files.delete(secret);
    ProvidersFile providers = read();
    assertThat(providers.known()).isEmpty();
    Files.writeString(secret, "first\n");
    now = now.plus(6, ChronoUnit.SECONDS);
    assertThat(secretOf(providers)).isEqualTo("first");
    Files.writeString(secret, "another\n");
    now = now.plus(6, ChronoUnit.SECONDS);
    assertThat(secretOf(providers)).isEqualTo("another");
  }

  private static String secretOf(ProvidersFile providers) {
    return requireNonNull(providers.entries().get("keycloak")).secret().orElseThrow().reveal();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clientId: wayleave | | of keycloak clientId is missing",
        "https://id | http://id | of keycloak issuer is not an https:// URL",
        "PT12H | soon | of keycloak expiry is not a duration; write it as PT12H or P30D",
        "group:dev | dev | of keycloak policyGroups has \"dev\", which is no group of a policy",
        "network-admin | king | of keycloak groupRoles is none of owner, admin",
        "keycloak.secret | none.secret | of keycloak clientSecretFile cannot be read",
        "allowed | allowd | in line",
        "name: keycloak | name: a/b | is not a name of an identity provider",
      })
  void aMistakeIsToldInASentence(String right, String wrong, String says) throws Exception {
    Files.writeString(file, ONE.replace(right, wrong == null ? "" : wrong));
    assertThatThrownBy(() -> ProvidersFile.check(file))
        .hasMessageStartingWith("The file of identity providers " + file + " is wrong")
        .hasMessageContaining(says)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void untilItCouldBeReadNobodyKnowsWhatItHolds() throws Exception {
    Files.writeString(file, "- nome: keycloak");
    ProvidersFile providers = read();
    assertThat(providers.known()).isEmpty();
    assertThat(providers.entries()).isEmpty();
    Files.writeString(file, ONE);
    now = now.plus(6, ChronoUnit.SECONDS);
    assertThat(providers.known().orElseThrow()).containsOnlyKeys("keycloak");
    assertThat(new ProvidersFile(null, () -> now).known()).contains(Map.of());
  }

  @Test
  void aFileThatIsNotThereIsToldBeforeTheStart() {
    assertThatThrownBy(() -> ProvidersFile.check(folder.resolve("none.yaml")))
        .hasMessageEndingWith("does not exist; correct identity-providers.");
  }
}
