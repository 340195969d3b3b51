package dev.wayleave.exporters.headscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Receipt;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What Headscale's databases as targets do beyond the contract, on both engines.
class HeadscaleTargetTest {
  private static final Reading SOURCE = TailnetBuilder.seeded(7).bare().reading();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void nextRowGetsTheNextNumber(Engine engine) throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      apply(database, SOURCE);
      database.run("INSERT INTO users (name) VALUES ('next')");
      assertThat(database.ask("SELECT id FROM users WHERE name = 'next'")).containsExactly("4");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheTargetMadeByItselfStays(Engine engine) throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      apply(database, SOURCE);
      database.run("INSERT INTO users (name) VALUES ('own')");
      Preview preview = plan(database, SOURCE);
      assertThat(preview.plan().changesAnything()).isFalse();
      assertThat(preview.plan().items())
          .extracting(PlanItem::op, item -> item.ref().toString(), PlanItem::label)
          .containsExactly(tuple(PlanItem.Op.KEEP, "users/4", "own"));
      apply(database, new PlanOptions(true, Set.of()), SOURCE);
      assertThat(database.ask("SELECT name FROM users WHERE id = 4")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEditOnBothSidesIsAConflictColumnByColumn(Engine engine) throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      apply(database, SOURCE);
      database.run(
          "UPDATE nodes SET given_name = 'theirs', last_seen = '2026-02-02 00:00:00+00:00'"
              + " WHERE id = 1");
      Reading later = Edits.rename(SOURCE, 1, "ours");
      Preview preview = plan(database, later);
      assertThat(preview.plan().items())
          .filteredOn(item -> item.ref().toString().equals("nodes/1"))
          .extracting(PlanItem::op)
          .containsExactly(PlanItem.Op.CONFLICT);
      apply(database, later);
      assertThat(database.ask("SELECT given_name FROM nodes WHERE id = 1"))
          .containsExactly("theirs");
      apply(database, new PlanOptions(false, Set.of(EntityKind.NODE)), later);
      assertThat(database.ask("SELECT given_name FROM nodes WHERE id = 1")).containsExactly("ours");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatADeviceChangedByItselfIsNeitherConflictNorLost(Engine engine) throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      Receipt receipt = apply(database, SOURCE);
      database.run("UPDATE nodes SET endpoints = '[\"192.0.2.9:1\"]' WHERE id = 1");
      Preview preview = plan(database, SOURCE);
      assertThat(preview.plan().items()).isEmpty();
      apply(database, Edits.rename(SOURCE, 1, "ours"));
      assertThat(database.ask("SELECT endpoints FROM nodes WHERE id = 1"))
          .containsExactly("[\"192.0.2.9:1\"]");
      assertThat(receipt.migration()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowOfAnotherOriginIsNeverOverwrittenUnasked(Engine engine) throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      apply(database, TailnetBuilder.seeded(99).bare().users(1).nodes(0).reading());
      Reading other = TailnetBuilder.seeded(7).bare().users(2).nodes(0).reading();
      database.run("UPDATE users SET name = 'someone' WHERE id = 1", forget(engine));
      forgetFiles(engine);
      Preview preview = plan(database, other);
      assertThat(preview.plan().findings())
          .filteredOn(finding -> finding.level() == Level.BLOCKER)
          .extracting(Finding::code)
          .contains("COLLISION_ID");
      assertThat(refused(database, preview).reason()).isEqualTo(TargetException.Reason.OBSTACLES);
      assertThat(database.ask("SELECT name FROM users WHERE id = 1")).containsExactly("someone");
    }
  }

  private static String forget(Engine engine) {
    return switch (engine) {
      case SQLITE -> "SELECT 1";
      case POSTGRES -> "DROP SCHEMA wayleave_journal CASCADE";
    };
  }

  private void forgetFiles(Engine engine) throws Exception {
    if (engine == Engine.SQLITE) {
      try (var files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().contains(".before-")).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nameThatTheTargetGaveToItsOwnIsABlocker(Engine engine) throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      apply(database, SOURCE);
      database.run(
          "INSERT INTO nodes (id, machine_key, node_key, hostname, given_name, ipv4) VALUES"
              + " (50, 'mkey:1', 'nodekey:1', 'own', 'wanted', '100.64.9.9')");
      Preview preview = plan(database, Edits.rename(SOURCE, 1, "wanted"));
      assertThat(preview.plan().findings())
          .extracting(Finding::code, Finding::level)
          .contains(tuple("COLLISION_NAME", Level.BLOCKER));
    }
  }

  @ParameterizedTest
  @EnumSource
  void userWithNodesOfTheTargetsOwnIsNotDeleted(Engine engine) throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      Reading alone = TailnetBuilder.seeded(7).bare().users(3).nodes(0).preAuthKeys(0).reading();
      apply(database, alone);
      database.run(
          "INSERT INTO nodes (id, machine_key, node_key, hostname, given_name, user_id) VALUES"
              + " (50, 'mkey:1', 'nodekey:1', 'own', 'own', 3)");
      Reading fewer = TailnetBuilder.seeded(7).bare().users(2).nodes(0).preAuthKeys(0).reading();
      Preview preview = plan(database, fewer);
      assertThat(preview.plan().findings())
          .extracting(Finding::code, Finding::object)
          .contains(tuple("USER_MISSING", "node 50 (own)"));
      assertThat(refused(database, preview).reason()).isEqualTo(TargetException.Reason.OBSTACLES);
      assertThat(database.ask("SELECT user_id FROM nodes WHERE id = 50")).containsExactly("3");
    }
  }

  @ParameterizedTest
  @EnumSource
  void settingsAndKeysAreFindingsAndNoDifference(Engine engine) throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      Reading whole = TailnetBuilder.seeded(7).reading();
      Preview preview = plan(database, whole);
      assertThat(preview.plan().findings())
          .extracting(Finding::code, Finding::level)
          .contains(
              tuple("SETTINGS_NOT_IN_DATABASE", Level.ACTION),
              tuple("SECRET_NOT_IN_DATABASE", Level.ACTION));
      apply(database, whole);
      assertThat(plan(database, whole).plan().changesAnything()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void driftedSchemaIsRefusedByTableAndColumn(Engine engine) throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      apply(database, SOURCE);
      database.run("ALTER TABLE nodes DROP COLUMN approved_routes");
      TargetException refused =
          catchThrowableOfType(TargetException.class, () -> plan(database, SOURCE));
      assertThat(refused.reason()).isEqualTo(TargetException.Reason.UNAVAILABLE);
      assertThat(refused).hasMessageContaining("nodes").hasMessageContaining("approved_routes");
    }
  }

  @ParameterizedTest
  @EnumSource
  void schemaThatDriftsBetweenPlanAndApplyIsRefused(Engine engine) throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      apply(database, SOURCE);
      HeadscaleTarget target = database.target();
      Preview preview =
          target.plan(Edits.rename(SOURCE, 1, "new"), PlanOptions.CAREFUL, Progress.SILENT);
      database.run("ALTER TABLE nodes DROP COLUMN approved_routes");
      TargetException refused =
          catchThrowableOfType(
              TargetException.class, () -> target.apply(preview, Set.of(), Progress.SILENT));
      assertThat(refused.reason()).isEqualTo(TargetException.Reason.CHANGED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowWrittenBetweenPlanAndApplyIsRefusedAndASecondRunCompletes(Engine engine)
      throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      apply(database, SOURCE);
      Reading later = Edits.rename(SOURCE, 1, "new");
      HeadscaleTarget target = database.target();
      Preview preview = target.plan(later, PlanOptions.CAREFUL, Progress.SILENT);
      database.run("UPDATE nodes SET hostname = 'other' WHERE id = 3");
      TargetException refused =
          catchThrowableOfType(
              TargetException.class, () -> target.apply(preview, Set.of(), Progress.SILENT));
      assertThat(refused.reason()).isEqualTo(TargetException.Reason.CHANGED);
      apply(database, later);
      assertThat(database.ask("SELECT given_name FROM nodes WHERE id = 1")).containsExactly("new");
      assertThat(database.ask("SELECT hostname FROM nodes WHERE id = 3")).containsExactly("other");
    }
  }

  @ParameterizedTest
  @EnumSource
  void rollbackOfAChangeKeepsWhatDevicesChangedElsewhereAndRefusesEdits(Engine engine)
      throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      apply(database, SOURCE);
      List<String> before = database.ask("SELECT given_name FROM nodes WHERE id = 1");
      Receipt receipt = apply(database, Edits.rename(SOURCE, 1, "new"));
      database.run("UPDATE nodes SET hostname = 'edited' WHERE id = 1");
      assertThat(rollback(database, receipt))
          .isEqualTo(new RollbackOutcome.Refused(List.of("node 1 was changed since: hostname.")));
      database.run(
          "UPDATE nodes SET hostname = given_name, endpoints = '[]' WHERE id = 2",
          "UPDATE nodes SET hostname = '" + before.getFirst() + "' WHERE id = 1",
          "UPDATE nodes SET endpoints = '[\"192.0.2.9:1\"]' WHERE id = 1");
      assertThat(rollback(database, receipt)).isInstanceOf(RollbackOutcome.Done.class);
      assertThat(database.ask("SELECT given_name FROM nodes WHERE id = 1")).isEqualTo(before);
      assertThat(database.ask("SELECT endpoints FROM nodes WHERE id = 1"))
          .containsExactly("[\"192.0.2.9:1\"]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void rollbackOfTheFirstApplyIsRefusedWhereTheTargetMadeMore(Engine engine) throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      Receipt receipt = apply(database, SOURCE);
      database.run("INSERT INTO users (name) VALUES ('own')");
      assertThat(rollback(database, receipt))
          .isEqualTo(new RollbackOutcome.Refused(List.of("user 4 was created since.")));
      assertThat(database.target().read(Progress.SILENT).find(EntityRef.parse("nodes/1")))
          .isPresent();
    }
  }

  private static Preview plan(TestDatabase database, Reading source) throws TargetException {
    return database.target().plan(source, PlanOptions.CAREFUL, Progress.SILENT);
  }

  private static Receipt apply(TestDatabase database, Reading source) throws TargetException {
    return apply(database, PlanOptions.CAREFUL, source);
  }

  private static Receipt apply(TestDatabase database, PlanOptions options, Reading source)
      throws TargetException {
    HeadscaleTarget target = database.target();
    return target.apply(target.plan(source, options, Progress.SILENT), Set.of(), Progress.SILENT);
  }

  private static TargetException refused(TestDatabase database, Preview preview) {
    HeadscaleTarget target = database.target();
    return catchThrowableOfType(
        TargetException.class,
        () ->
            target.apply(
                new Preview(
                    target.plan(SOURCE, PlanOptions.CAREFUL, Progress.SILENT).migration(),
                    preview.plan()),
                Set.of(),
                Progress.SILENT));
  }

  private static RollbackOutcome rollback(TestDatabase database, Receipt receipt)
      throws TargetException {
    return database.target().rollback(receipt.migration(), Progress.SILENT);
  }
}
