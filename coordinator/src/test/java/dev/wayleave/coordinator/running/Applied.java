package dev.wayleave.coordinator.running;

import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a source told, migrated into the application under test over its API.
public final class Applied {
  private static final String MIGRATIONS = "/api/v1alpha/migrations";

  private Applied() {}

  /// The plan, carried out with all that is lost accepted.
  public static JsonPath from(Reading reading) throws IOException {
    JsonPath plan = planned(reading);
    List<String> lost = plan.getList("plan.findings.findAll { it.level == 'LOSSY' }.code");
    Client.owner()
        .body(Map.of("accept", List.copyOf(lost)))
        .post(MIGRATIONS + "/" + plan.getString("migration.id") + "/apply")
        .then()
        .log()
        .ifValidationFails()
        .statusCode(200);
    return plan;
  }

  /// The plan alone.
  public static JsonPath planned(Reading reading) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BundleWriter(Instant.EPOCH, new Protection.Plain(), false)
        .write(reading, out, Progress.SILENT);
    return Client.owner()
        .contentType("application/vnd.wayleave.bundle")
        .body(out.toByteArray())
        .post(MIGRATIONS)
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }
}
