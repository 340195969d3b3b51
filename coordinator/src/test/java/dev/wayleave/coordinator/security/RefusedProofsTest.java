package dev.wayleave.coordinator.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/// Guesses are counted and do not fill the audit log.
@QuarkusTest
@RunningCoordinator
class RefusedProofsTest {
  private static final String NOBODY = "0".repeat(24);

  @Inject MeterRegistry registry;

  @Test
  void wrongKeysAndUnknownLoginsAreCountedAndStandInNoAuditLog() {
    double keys = count("api-key");
    double ids = count("auth-id");
    int newest = newestAudit();
    Client.with("hskey-api-000000000000-" + "0".repeat(64))
        .get("/api/v1alpha/users")
        .then()
        .statusCode(401);
    RestAssured.get("/register/" + NOBODY).then().statusCode(404);
    assertThat(count("api-key")).isEqualTo(keys + 1);
    Client.owner()
        .body("{}")
        .post("/api/v1alpha/auth/" + NOBODY + "/reject")
        .then()
        .statusCode(404);
    assertThat(count("auth-id")).isEqualTo(ids + 2);
    assertThat(newestAudit()).isEqualTo(newest);
  }

  private double count(String kind) {
    return registry.get("wayleave.refused.proofs").tag("kind", kind).counter().count();
  }

  private static int newestAudit() {
    return Client.owner().get("/api/v1alpha/audit?limit=1").path("items[0].id");
  }
}
