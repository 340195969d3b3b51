package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import io.restassured.http.ContentType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Bundles to migrate from, and migrations of them.
final class Bundles {
  static final String MEDIA_TYPE = "application/vnd.wayleave.bundle";
  private static final String MIGRATIONS = "/api/v1alpha/migrations";
  private static final UserId MOVED = new UserId(5_000_000);
  private static int made;

  private Bundles() {}

  /// A plain bundle of a tailnet that has one user, who has another name each time.
  static byte[] ofOneUser() {
    made++;
    User user = new User(MOVED, "moved-" + made, "", "", "", List.of(), Set.of(), null);
    Inventory inventory =
        Inventory.builder(new SourceInfo("headscale", "0.29.2", "sqlite")).add(user).build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new BundleWriter(Instant.EPOCH, new Protection.Plain(), false)
          .write(
              new Reading(inventory, new Counts(1, 0, 0, 0, 0, 0), List.of()),
              out,
              Progress.SILENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// The id of a migration that is planned, or also applied.
  static String migration(boolean applied) {
    String id =
        Client.owner()
            .contentType(MEDIA_TYPE)
            .body(ofOneUser())
            .post(MIGRATIONS)
            .then()
            .statusCode(201)
            .extract()
            .path("migration.id");
    if (applied) {
      Client.owner()
          .contentType(ContentType.JSON)
          .body(Map.of("accept", List.of()))
          .post(MIGRATIONS + "/" + id + "/apply")
          .then()
          .log()
          .ifValidationFails()
          .statusCode(200);
    }
    return id;
  }
}
