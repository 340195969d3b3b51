package dev.wayleave.coordinator.api.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.bundle.BundleReader;
import dev.wayleave.tailnet.model.Secret;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Reading secrets back: who may, over which connection, and what the audit log says of it.
@QuarkusTest
@RunningCoordinator
class SecretsTest {
  private static final String WITH_SECRETS = "/api/v1alpha/inventory?secrets=true";
  private static final long LIMIT = 1 << 26;

  @Test
  void theOwnerReadsSecretsOnThisMachine() throws IOException {
    byte[] bundle = Client.owner().get(WITH_SECRETS).then().statusCode(200).extract().asByteArray();
    assertThat(noiseKey(bundle).value().isWithheld()).isFalse();
    assertThat(newestAudit("operation")).isEqualTo("ReadSecrets");
    assertThat(newestAudit("outcome")).isEqualTo("done");
  }

  @Test
  void withoutAskingForSecretsFingerprintsAreGiven() throws IOException {
    byte[] bundle =
        Client.owner().get("/api/v1alpha/inventory").then().statusCode(200).extract().asByteArray();
    assertThat(noiseKey(bundle).value().isWithheld()).isTrue();
  }

  @Test
  void anAdministratorsKeyMayNotReadSecrets() {
    Client.with(Client.keyWith("all")).get(WITH_SECRETS).then().statusCode(403);
    assertThat(newestAudit("outcome")).isEqualTo("refused: the key may not read secrets");
  }

  /// A proxy on this machine passes on what came to it in clear, and shows by its headers.
  @Test
  void aConnectionThatLeavesTheMachineInClearIsRefused() {
    Client.owner()
        .header("X-Forwarded-For", "203.0.113.7")
        .get(WITH_SECRETS)
        .then()
        .statusCode(403)
        .body("code", equalTo("NOT_CONFIDENTIAL"));
    assertThat(newestAudit("outcome")).isEqualTo("refused: the connection is not encrypted");
  }

  private static Secret noiseKey(byte[] bundle) throws IOException {
    return new BundleReader(null, LIMIT)
            .read(new ByteArrayInputStream(bundle), Progress.SILENT)
            .reading()
            .inventory()
            .secrets()
            .stream()
            .filter(secret -> secret.role() == Secret.SecretRole.NOISE_KEY)
            .findFirst()
            .orElseThrow();
  }

  private static String newestAudit(String field) {
    JsonPath rows = Client.owner().get("/api/v1alpha/audit?limit=1").jsonPath();
    return rows.getString("items[0]." + field);
  }
}
