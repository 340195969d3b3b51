package dev.wayleave.coordinator.api.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.bundle.BundleReader;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import dev.wayleave.tailnet.model.SecretText;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rows of a source that are no entity here wait for a way back.
@QuarkusTest
@RunningCoordinator
class LeftoversTest {
  private static final String MIGRATIONS = "/api/v1alpha/migrations";
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final RawRow DELETED_USER = row("gone_users", new RawValue.Text("gone"));
  private static final RawRow DELETED_KEY =
      row(
          "gone_api_keys",
          new RawValue.Hidden(SecretText.of("{\"t\":\"text\",\"v\":\"of nobody\"}")));

  /// Kinds of sources that nobody else migrates from.
  private final String one = "source-" + NEXT.incrementAndGet();

  private final String other = "source-" + NEXT.incrementAndGet();
  private final List<String> applied = new ArrayList<>();

  /// Others share this coordinator.
  @AfterEach
  void takeBack() {
    for (String migration : applied.reversed()) {
      Client.owner().post(MIGRATIONS + "/" + migration + "/rollback").then().statusCode(200);
    }
  }

  @Test
  void rowsOfTheNewestMigrationComeBackAndThoseOfTheOneBeforeAfterARollback() throws IOException {
    apply(plan(one, DELETED_USER));
    apply(plan(one, DELETED_KEY));
    assertThat(leftovers()).containsExactly(DELETED_KEY);
    Client.owner()
        .post(MIGRATIONS + "/" + applied.removeLast() + "/rollback")
        .then()
        .statusCode(200);
    assertThat(leftovers()).containsExactly(DELETED_USER);
  }

  @Test
  void rowsOfAPlanThatNobodyAppliedAreNotHeld() throws IOException {
    Object _ = plan(one, DELETED_USER);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aSourceThatHasNoneAnyMoreLeavesNone() throws IOException {
    apply(plan(one, DELETED_USER));
    apply(plan(one));
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void rowsOfSourcesOfTwoKindsAreHeldBeside() throws IOException {
    apply(plan(one, DELETED_USER));
    apply(plan(other, DELETED_KEY));
    assertThat(leftovers()).containsExactly(DELETED_USER, DELETED_KEY);
  }

  private static RawRow row(String table, RawValue value) {
    return new RawRow(table, List.of("id", "key"), List.of(new RawValue.Int(7), value));
  }

  private static String plan(String origin, RawRow... rows) throws IOException {
    Inventory.Builder inventory = Inventory.builder(new SourceInfo(origin, "0.29.2", "sqlite"));
    List.of(rows).forEach(inventory::addLeftover);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BundleWriter(Instant.EPOCH, new Protection.Plain(), false)
        .write(
            new Reading(inventory.build(), new Counts(0, 0, 0, 0, 0, 0), List.of()),
            out,
            Progress.SILENT);
    return Client.owner()
        .contentType("application/vnd.wayleave.bundle")
        .body(out.toByteArray())
        .post(MIGRATIONS)
        .then()
        .statusCode(201)
        .extract()
        .path("migration.id");
  }

  private void apply(String migration) {
    Client.owner()
        .contentType("application/json")
        .body("{\"accept\": []}")
        .post(MIGRATIONS + "/" + migration + "/apply")
        .then()
        .statusCode(200);
    applied.add(migration);
  }

  private static List<RawRow> leftovers() throws IOException {
    byte[] bundle =
        Client.owner()
            .get("/api/v1alpha/inventory?secrets=true")
            .then()
            .statusCode(200)
            .extract()
            .asByteArray();
    return new BundleReader(null, 1 << 20)
            .read(new ByteArrayInputStream(bundle), Progress.SILENT)
            .reading()
            .inventory()
            .leftovers()
            .stream()
            .filter(row -> row.table().startsWith("gone_"))
            .toList();
  }
}
