package dev.wayleave.exporters.headscale;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.CHANGED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.exporters.headscale.row.Rendering;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.store.DatabasePlace;
import dev.wayleave.exporters.headscale.store.RowPlan;
import dev.wayleave.exporters.headscale.store.RowStore;
import dev.wayleave.exporters.migration.MigrationNames;
import dev.wayleave.exporters.migration.StagedPlans;
import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.json.Digests;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A Headscale database without its configuration, as a target: `headscale+sqlite:FILE` and
/// `headscale+postgres://…`.
///
/// Where there is none it is made; one of the same release is changed row by row. Either happens in
/// one transaction.
public final class HeadscaleTarget implements InventoryTarget {
  private final DatabasePlace place;
  private final HeadscaleOptions options;
  private final RowStore store;
  private final InstantSource clock;
  private final MigrationNames names;
  private final StagedPlans<RowPlan> staged = new StagedPlans<>();

  /// @param options whose schema is of the place's engine
  public HeadscaleTarget(
      DatabasePlace place, HeadscaleOptions options, InstantSource clock, RandomGenerator random) {
    this.place = place;
    this.options = options;
    this.store = new RowStore(options.schema(), place);
    this.clock = clock;
    this.names = new MigrationNames(clock, random);
  }

  @Override
  public Preview plan(Reading source, PlanOptions planOptions, Progress progress)
      throws TargetException {
    HeadscaleSchema schema = options.schema();
    PolicyRow policy = PolicyRow.alone(options, source.inventory());
    Rendering rendering = options.renderer().render(source.inventory(), schema, policy.options());
    RowPlan rows = store.plan(source.inventory(), rendering.rows(), planOptions, progress);
    List<Finding> findings = new ArrayList<>(source.findings());
    findings.addAll(rendering.findings());
    findings.addAll(policy.findings());
    findings.addAll(BareDatabase.findings(source.inventory()));
    findings.addAll(rows.findings());
    Digests.Whole digests = Digests.whole(source.inventory());
    Plan plan =
        new Plan(
            source.inventory().source(),
            source.counts(),
            digests.fingerprint(),
            rows.fingerprint(),
            planOptions,
            rows.summary(),
            digests.kinds(),
            rows.items(),
            findings);
    Preview preview = new Preview(names.next(), plan);
    staged.put(preview, rows);
    return preview;
  }

  @Override
  public Receipt apply(Preview preview, Set<String> acceptedCodes, Progress progress)
      throws TargetException {
    String migration = preview.migration();
    RowPlan planned = staged.admitted(preview, acceptedCodes, place.label());
    if (!planned.writes()) {
      return unchanged(preview, planned, progress);
    }
    store.apply(planned, migration, clock.instant(), progress);
    staged.remove(preview);
    return new Receipt(migration, preview.plan(), notes(planned));
  }

  private Receipt unchanged(Preview preview, RowPlan planned, Progress progress)
      throws TargetException {
    if (!store.isAsPlanned(planned, progress)) {
      throw new TargetException(
          CHANGED,
          "The database " + place.label() + " was changed since this was planned; plan again.");
    }
    staged.remove(preview);
    return new Receipt(
        preview.migration(),
        preview.plan(),
        List.of(
            "The database already holds this; nothing was written, nothing can be taken back."));
  }

  private List<String> notes(RowPlan planned) {
    List<String> notes = new ArrayList<>();
    notes.add(
        switch (place.engine()) {
          case SQLITE ->
              "What rollback needs is kept beside "
                  + place.label()
                  + " in files named before-…; delete them when you are content.";
          case POSTGRES ->
              "What rollback needs is kept in the schema wayleave_journal of "
                  + place.label()
                  + "; drop it when you are content.";
        });
    if (planned.creates()) {
      notes.add(
          switch (place.engine()) {
            case SQLITE -> "The file belongs to this user; give it to the one Headscale runs as.";
            case POSTGRES -> "The tables belong to the user they were written as.";
          });
    }
    return notes;
  }

  @Override
  public Inventory read(Progress progress) throws TargetException {
    if (!store.isThere(progress)) {
      return Inventory.empty(
          new SourceInfo(
              DatabaseSource.KIND, options.schema().release().label(), place.engine().label()));
    }
    try {
      return new DatabaseSource(place.source(), options.meaning()).read(progress).inventory();
    } catch (SourceException e) {
      throw new TargetException(UNAVAILABLE, e.getMessage() + ".", e);
    }
  }

  @Override
  public RollbackOutcome rollback(String migration, Progress progress) throws TargetException {
    names.require(migration);
    return store.rollback(migration, progress);
  }
}
