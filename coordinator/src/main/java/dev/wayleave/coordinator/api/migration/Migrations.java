package dev.wayleave.coordinator.api.migration;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.wayleave.api.migration.Migration;
import dev.wayleave.api.migration.MigrationState;
import dev.wayleave.api.migration.MigrationSummary;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.CarryOut;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.StateException;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.coordinator.store.AuditEntry;
import dev.wayleave.coordinator.store.MigrationStore;
import dev.wayleave.coordinator.store.Snapshot;
import dev.wayleave.coordinator.store.StoredMigration;
import dev.wayleave.coordinator.store.TailnetStore;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.bundle.BundleReader;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.plan.EntityChange;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.Planned;
import dev.wayleave.tailnet.inventory.plan.Planner;
import dev.wayleave.tailnet.inventory.plan.Undo;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Plans migrations into this tailnet, applies them and takes them back.
@Singleton
final class Migrations {
  private static final long TAILNET = TailnetStore.DEFAULT_TAILNET;

  /// How much a bundle may unpack to: some 500 000 nodes.
  private static final long MAX_PAYLOAD_BYTES = 2L << 30;

  /// A plan that nobody applied is forgotten after this.
  private static final Duration PLANS_LIVE = Duration.ofDays(1);

  private final MigrationStore store;
  private final TailnetState state;
  private final InstantSource clock;
  private final SecureRandom random;
  private final SourceInfo self;
  private final Supplier<SettingsInForce> settings;
  private final PlannedMoves moves;

  /// One at a time: each holds two inventories in memory.
  private final Semaphore turn = new Semaphore(1);

  Migrations(
      MigrationStore store,
      TailnetState state,
      InstantSource clock,
      SecureRandom random,
      SourceInfo self,
      Supplier<SettingsInForce> settings,
      PlannedMoves moves) {
    this.moves = moves;
    this.store = store;
    this.state = state;
    this.clock = clock;
    this.random = random;
    this.self = self;
    this.settings = settings;
  }

  List<MigrationSummary> list() {
    return store.list(TAILNET).stream().map(m -> summary(m, plan(m))).toList();
  }

  Migration get(String id) {
    StoredMigration migration = find(id);
    return view(migration);
  }

  /// Reads a bundle and stores what applying it would do.
  ///
  /// @param caller the key that asks, which no plan deletes
  Migration plan(InputStream bundle, PlanOptions options, EntityRef caller, Actor actor)
      throws IOException {
    return alone(() -> {
      Reading reading =
          new BundleReader(null, MAX_PAYLOAD_BYTES).read(bundle, Progress.SILENT).reading();
      String origin = reading.inventory().source().kind();
      Snapshot snapshot = store.snapshot(TAILNET, self, origin);
      Planned planned =
          Planner.plan(reading, snapshot.target(), snapshot.applied(), options, Set.of(caller));
      Plan plan = planned.plan().with(moves.findings(snapshot.target(), planned));
      StoredMigration migration = planned(origin, snapshot.version(), plan);
      store.add(
          TAILNET,
          migration,
          json(plan.outline()),
          planned.changes(),
          reading.inventory().leftovers(),
          migration.createdAt().minus(PLANS_LIVE),
          audit(migration, actor));
      return new Migration(summary(migration, plan), plan, List.of());
    });
  }

  private static AuditEntry audit(StoredMigration migration, Actor actor) {
    return new AuditEntry(
        0,
        migration.createdAt(),
        actor.name(),
        actor.address(),
        "PlanMigration",
        "migrations/" + migration.id(),
        "done");
  }

  private StoredMigration planned(String origin, long version, Plan plan) {
    Instant now = clock.instant();
    return new StoredMigration(
        MigrationIds.next(now, random),
        StoredMigration.State.PLANNED,
        origin,
        version,
        now,
        null,
        null,
        json(plan));
  }

  /// Carries a planned migration out, in one transaction.
  Migration apply(String id, Set<String> accepted, Actor actor) throws IOException {
    return alone(() -> {
      StoredMigration migration = find(id);
      switch (migration.state()) {
        case PLANNED -> {}
        case APPLIED -> throw MigrationProblems.notNow("It was applied already.");
        case ROLLED_BACK ->
            throw MigrationProblems.notNow("It was rolled back; plan again to apply anew.");
      }
      Plan plan = plan(migration);
      List<Finding> obstacles = plan.obstacles(accepted);
      if (!obstacles.isEmpty()) {
        throw MigrationProblems.obstacles(obstacles);
      }
      List<EntityChange> changes = store.changes(TAILNET, id);
      carryOut(migration, CarryOut.Direction.APPLY, migration.version(), changes, actor);
      return view(find(id));
    });
  }

  /// Takes an applied migration back, unless later edits would be lost.
  Migration rollBack(String id, Actor actor) throws IOException {
    return alone(() -> {
      StoredMigration migration = find(id);
      if (migration.state() != StoredMigration.State.APPLIED) {
        throw MigrationProblems.notNow("Only an applied migration can be rolled back.");
      }
      Snapshot snapshot = store.snapshot(TAILNET, self, migration.origin());
      List<EntityChange> done = store.changes(TAILNET, id);
      switch (Undo.of(done, snapshot.target())) {
        case Undo.Outcome.Refused refused -> throw MigrationProblems.losses(refused.losses());
        case Undo.Outcome.Possible possible ->
            carryOut(
                migration,
                CarryOut.Direction.ROLL_BACK,
                snapshot.version(),
                possible.changes(),
                actor);
      }
      return view(find(id));
    });
  }

  private void carryOut(
      StoredMigration migration,
      CarryOut.Direction direction,
      long version,
      List<EntityChange> changes,
      Actor actor) {
    CarryOut command =
        new CarryOut(migration.id(), direction, version, migration.origin(), changes);
    Outcome<String> outcome;
    try {
      outcome = state.submit(command, actor).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StateException failure) {
        throw failure;
      }
      throw e;
    }
    if (outcome instanceof Outcome.Refused<String>(var refusal)) {
      throw MigrationProblems.notNow(refusal.sentence());
    }
  }

  /// Work that may fail to read its input.
  private interface Work<R> {
    R run() throws IOException;
  }

  private <R> R alone(Work<R> work) throws IOException {
    if (!turn.tryAcquire()) {
      throw MigrationProblems.busy();
    }
    try {
      return work.run();
    } finally {
      turn.release();
    }
  }

  private StoredMigration find(String id) {
    return store.find(TAILNET, id).orElseThrow(() -> MigrationProblems.missing(id));
  }

  private Migration view(StoredMigration migration) {
    Plan plan = plan(migration);
    return new Migration(summary(migration, plan), plan, notes(migration.state(), plan));
  }

  private List<String> notes(StoredMigration.State applied, Plan plan) {
    return switch (applied) {
      case APPLIED -> Notes.ofApplied(plan, state.image(), settings.get());
      case PLANNED, ROLLED_BACK -> List.of();
    };
  }

  private static MigrationSummary summary(StoredMigration migration, Plan plan) {
    return new MigrationSummary(
        migration.id(),
        switch (migration.state()) {
          case PLANNED -> MigrationState.PLANNED;
          case APPLIED -> MigrationState.APPLIED;
          case ROLLED_BACK -> MigrationState.ROLLED_BACK;
        },
        plan.source(),
        plan.summary(),
        migration.version(),
        migration.createdAt(),
        migration.appliedAt(),
        migration.rolledBackAt());
  }

  static String json(Plan plan) {
    try {
      return InventoryJson.redacted().mapper().writeValueAsString(plan);
    } catch (JsonProcessingException e) {
      throw new AssertionError("plans are plain data and always serialise", e);
    }
  }

  private static Plan plan(StoredMigration migration) {
    try {
      return InventoryJson.redacted().mapper().readValue(migration.plan(), Plan.class);
    } catch (JsonProcessingException e) {
      throw MigrationProblems.notNow(
          "Migration " + migration.id() + " was planned by another release; plan again.");
    }
  }
}
