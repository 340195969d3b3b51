package dev.wayleave.exporters.headscale;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.CHANGED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.exporters.headscale.files.LoginProvider;
import dev.wayleave.exporters.headscale.files.ServerFiles;
import dev.wayleave.exporters.headscale.row.Rendering;
import dev.wayleave.exporters.headscale.store.RowPlan;
import dev.wayleave.exporters.headscale.store.RowStore;
import dev.wayleave.exporters.migration.MigrationNames;
import dev.wayleave.exporters.migration.StagedPlans;
import dev.wayleave.importers.headscale.HeadscaleSource;
import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.json.Digests;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.KindSummary;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// A whole Headscale server as a target, `headscale:DIR`: its configuration, policy, records, keys
/// and certificates, and its database.
///
/// A folder that is not there is made beside its name and takes it when all of it is whole. In one
/// that is there every file is whole beside its name before the database is committed, and takes
/// its name after that; what ends in between is completed by the next run.
public final class HeadscaleFolderTarget implements InventoryTarget {
  private static final String CONFIG = "config.yaml";

  private final Path folder;
  private final ServerDatabase database;
  private final HeadscaleOptions options;
  private final FolderOptions files;
  private final RowStore store;
  private final InstantSource clock;
  private final MigrationNames names;
  private final StagedPlans<Staged> staged = new StagedPlans<>();

  /// A planned write.
  private record Staged(RowPlan rows, FolderPlan files) {
    boolean writes() {
      return rows.writes() || files.changesAnything();
    }
  }

  public HeadscaleFolderTarget(
      Path folder,
      ServerDatabase database,
      HeadscaleOptions options,
      FolderOptions files,
      InstantSource clock,
      RandomGenerator random) {
    this.folder = folder.toAbsolutePath().normalize();
    this.database = database;
    this.options = options;
    this.files = files;
    this.store = new RowStore(options.schema(), database.in(this.folder, files.temporary()));
    this.clock = clock;
    this.names = new MigrationNames(clock, random);
  }

  @Override
  public Preview plan(Reading source, PlanOptions planOptions, Progress progress)
      throws TargetException {
    LoginProvider.Carried carried = LoginProvider.of(source.inventory());
    Inventory inventory = carried.inventory();
    ServerFiles rendered =
        files.renderer().render(inventory, options.schema().release(), database.choice());
    Rendering rendering =
        options
            .renderer()
            .render(inventory, options.schema(), PolicyRow.beside(options, inventory));
    FolderPlan planned;
    try {
      planned = FolderPlan.of(folder, rendered.files(), planOptions);
    } catch (IOException e) {
      throw FolderTrouble.reading(folder, e);
    }
    RowPlan rows = store.plan(inventory, rendering.rows(), planOptions, progress);
    List<Finding> findings = new ArrayList<>(source.findings());
    findings.addAll(carried.findings());
    findings.addAll(rendered.findings());
    findings.addAll(rendering.findings());
    findings.addAll(planned.findings());
    findings.addAll(rows.findings());
    List<PlanItem> items = new ArrayList<>(planned.items(settings(inventory), url(inventory)));
    Digests.Whole digests = Digests.whole(inventory);
    Plan plan =
        new Plan(
            inventory.source(),
            source.counts(),
            digests.fingerprint(),
            rows.fingerprint() + "+" + planned.present().hashCode(),
            planOptions,
            summary(rows, items, inventory),
            digests.kinds(),
            join(items, rows.items()),
            findings);
    Preview preview = new Preview(name(rows), plan);
    staged.put(preview, new Staged(rows, planned));
    return preview;
  }

  /// The name of a run that was cut off between the database and the files, which this one
  /// completes: so that one name takes back both.
  private String name(RowPlan rows) throws TargetException {
    try {
      List<FolderJournal> cutOff = rows.writes() ? List.of() : FolderJournal.pending(folder);
      return cutOff.isEmpty() ? names.next() : cutOff.getLast().migration();
    } catch (IOException e) {
      throw FolderTrouble.reading(folder, e);
    }
  }

  private static List<PlanItem> join(List<PlanItem> first, List<PlanItem> second) {
    first.addAll(second);
    return first;
  }

  private static String url(Inventory inventory) {
    return inventory.server().map(server -> server.serverUrl()).orElse("");
  }

  private static Set<EntityRef> settings(Inventory inventory) {
    Set<EntityRef> settings = new TreeSet<>();
    for (EntityKind kind :
        List.of(EntityKind.SERVER, EntityKind.DNS, EntityKind.DERP, EntityKind.SECRET)) {
      inventory.entities(kind).stream().map(Entity::ref).forEach(settings::add);
    }
    return settings;
  }

  private static Map<EntityKind, KindSummary> summary(
      RowPlan rows, List<PlanItem> items, Inventory inventory) {
    Map<EntityKind, KindSummary> summary = new EnumMap<>(EntityKind.class);
    summary.putAll(rows.summary());
    for (EntityRef ref : settings(inventory)) {
      PlanItem.Op op =
          items.stream()
              .filter(item -> item.ref().equals(ref))
              .map(PlanItem::op)
              .findFirst()
              .orElse(PlanItem.Op.KEEP);
      summary.merge(ref.kind(), one(op), HeadscaleFolderTarget::sum);
    }
    return summary;
  }

  private static KindSummary one(PlanItem.Op op) {
    return switch (op) {
      case CREATE -> new KindSummary(1, 0, 0, 0, 0, 0);
      case UPDATE -> new KindSummary(0, 1, 0, 0, 0, 0);
      case DELETE, CONFLICT, KEEP -> new KindSummary(0, 0, 0, 1, 0, 0);
    };
  }

  private static KindSummary sum(KindSummary a, KindSummary b) {
    return new KindSummary(
        a.create() + b.create(),
        a.update() + b.update(),
        a.delete() + b.delete(),
        a.unchanged() + b.unchanged(),
        a.conflict() + b.conflict(),
        a.keep() + b.keep());
  }

  @Override
  public Receipt apply(Preview preview, Set<String> acceptedCodes, Progress progress)
      throws TargetException {
    String migration = preview.migration();
    Staged planned = staged.admitted(preview, acceptedCodes, folder);
    try {
      if (!planned.files().isAsPlanned()) {
        throw changed();
      }
      if (!planned.writes()) {
        if (!store.isAsPlanned(planned.rows(), progress)) {
          throw changed();
        }
        for (FolderJournal cutOff : FolderJournal.pending(folder)) {
          cutOff.settle(folder);
        }
        staged.remove(preview);
        return new Receipt(
            migration,
            preview.plan(),
            List.of(
                "The folder already holds this; nothing was written, nothing can be taken back."));
      }
      write(planned, migration, progress);
    } catch (IOException e) {
      throw FolderTrouble.writing(folder, e);
    }
    staged.remove(preview);
    return new Receipt(migration, preview.plan(), List.of(kept(), owner()));
  }

  private TargetException changed() {
    return new TargetException(
        CHANGED, "The folder " + folder + " was changed since this was planned; plan again.");
  }

  private String kept() {
    return "What rollback needs is kept in "
        + folder
        + " in files named before-…; delete them when you are content.";
  }

  private String owner() {
    return "The files belong to this user; give them to the one Headscale runs as.";
  }

  private void write(Staged planned, String migration, Progress progress)
      throws TargetException, IOException {
    if (NewFolder.isFree(folder)) {
      try (NewFolder fresh = NewFolder.beside(folder, migration)) {
        RowStore beside =
            new RowStore(options.schema(), database.in(fresh.path(), files.temporary()));
        write(fresh.path(), beside, planned, migration, progress);
        progress.at("naming the folder", 0, 1);
        fresh.takeName();
        progress.at("naming the folder", 1, 1);
      }
    } else {
      write(folder, store, planned, migration, progress);
    }
  }

  private void write(Path into, RowStore rows, Staged planned, String migration, Progress progress)
      throws TargetException, IOException {
    try (FolderWriter writer = FolderWriter.stage(into, planned.files(), migration, progress)) {
      if (planned.rows().writes()) {
        rows.apply(planned.rows(), migration, clock.instant(), progress);
      } else if (!rows.isAsPlanned(planned.rows(), progress)) {
        throw changed();
      }
      writer.commit(progress);
    }
  }

  @Override
  public Inventory read(Progress progress) throws TargetException {
    Path config = folder.resolve(CONFIG);
    if (Files.notExists(config)) {
      return Inventory.empty(
          new SourceInfo(
              DatabaseSource.KIND,
              options.schema().release().label(),
              options.schema().engine().label()));
    }
    try {
      return new HeadscaleSource(config, files.environment(), files.temporary(), options.meaning())
          .read(progress)
          .inventory();
    } catch (SourceException e) {
      throw new TargetException(UNAVAILABLE, e.getMessage() + ".", e);
    }
  }

  @Override
  public RollbackOutcome rollback(String migration, Progress progress) throws TargetException {
    names.require(migration);
    try {
      Optional<FolderJournal> journal = FolderJournal.find(folder, migration);
      if (journal.isEmpty()) {
        return store.rollback(migration, progress);
      }
      FolderRollback back = new FolderRollback(folder, journal.get());
      List<String> losses = back.losses();
      if (!losses.isEmpty()) {
        return new RollbackOutcome.Refused(losses);
      }
      if (store.knows(migration, progress)
          && store.rollback(migration, progress) instanceof RollbackOutcome.Refused refused) {
        return refused;
      }
      back.run();
      return new RollbackOutcome.Done(migration, List.of());
    } catch (IOException e) {
      throw FolderTrouble.writing(folder, e);
    }
  }
}
