package dev.wayleave.exporters.terraform;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.CHANGED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.exporters.migration.MigrationNames;
import dev.wayleave.exporters.migration.StagedPlans;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.json.Digests;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.KindSummary;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A folder of Terraform configuration as a target, `terraform:DIR`.
///
/// The folder holds what should be, and Terraform brings it about: applying here writes files and
/// touches no tailnet. A folder that somebody else wrote, or edited since, is left alone.
public final class TerraformTarget implements InventoryTarget {
  private final Path folder;
  private final MigrationNames names;
  private final StagedPlans<Staged> staged = new StagedPlans<>();

  /// A planned write.
  private record Staged(Configuration configuration, WrittenFolder former) {}

  public TerraformTarget(Path folder, InstantSource clock, RandomGenerator random) {
    this.folder = folder.toAbsolutePath().normalize();
    this.names = new MigrationNames(clock, random);
  }

  @Override
  public Preview plan(Reading source, PlanOptions options, Progress progress)
      throws TargetException {
    WrittenFolder former = WrittenFolder.read(folder);
    Configuration configuration = ConfigurationWriter.write(source.inventory());
    boolean same = holds(former, configuration);
    List<Finding> findings = new ArrayList<>(source.findings());
    findings.addAll(configuration.findings());
    Map<EntityKind, KindSummary> summary = new EnumMap<>(EntityKind.class);
    List<PlanItem> items = new ArrayList<>();
    for (EntityRef ref : configuration.carried()) {
      KindSummary so = summary.getOrDefault(ref.kind(), new KindSummary(0, 0, 0, 0, 0, 0));
      summary.put(
          ref.kind(),
          new KindSummary(
              so.create() + (same ? 0 : 1), 0, 0, so.unchanged() + (same ? 1 : 0), 0, 0));
      if (!same) {
        items.add(new PlanItem(PlanItem.Op.CREATE, ref, ref.toString(), List.of(), ""));
      }
    }
    Digests.Whole whole = Digests.whole(source.inventory());
    Plan plan =
        new Plan(
            source.inventory().source(),
            source.counts(),
            whole.fingerprint(),
            Integer.toHexString(former.files().hashCode()),
            options,
            summary,
            whole.kinds(),
            items,
            findings);
    Preview preview = new Preview(names.next(), plan);
    staged.put(preview, new Staged(configuration, former));
    return preview;
  }

  /// Whether the folder holds this already; one that was edited is refused.
  private boolean holds(WrittenFolder former, Configuration configuration) throws TargetException {
    try {
      List<String> edited = former.edited();
      if (!edited.isEmpty()) {
        throw new TargetException(
            UNAVAILABLE,
            folder
                + " was edited since it was written ("
                + String.join(", ", edited)
                + "); write to a new folder and carry the edits over.");
      }
      return !former.migration().isEmpty() && former.holds(configuration.files());
    } catch (IOException e) {
      throw WrittenFolder.trouble(folder, e);
    }
  }

  @Override
  public Receipt apply(Preview preview, Set<String> acceptedCodes, Progress progress)
      throws TargetException {
    Staged planned = staged.admitted(preview, acceptedCodes, folder);
    if (!WrittenFolder.read(folder).equals(planned.former())) {
      throw new TargetException(
          CHANGED, "The folder " + folder + " was changed since this was planned; plan again.");
    }
    List<String> notes = write(preview.migration(), planned);
    staged.remove(preview);
    return new Receipt(preview.migration(), preview.plan(), notes);
  }

  private List<String> write(String migration, Staged planned) throws TargetException {
    try {
      if (holds(planned.former(), planned.configuration())) {
        return List.of("The folder already holds this; nothing was written.");
      }
      planned.former().replace(migration, planned.configuration().files());
      return List.of(
          "Run `terraform init` and `terraform plan` in "
              + folder
              + " with the hosted tailnet's credentials, and look at the plan before"
              + " `terraform apply`.");
    } catch (IOException e) {
      throw WrittenFolder.trouble(folder, e);
    }
  }

  /// Configuration says what should be, which Terraform alone compares with what is.
  @Override
  public Inventory read(Progress progress) throws TargetException {
    throw new TargetException(
        UNAVAILABLE,
        "A folder of Terraform configuration is not read back; run `terraform plan` in "
            + folder
            + " to compare it with the tailnet.");
  }

  @Override
  public RollbackOutcome rollback(String migration, Progress progress) throws TargetException {
    WrittenFolder written = WrittenFolder.read(folder);
    if (!written.migration().equals(migration)) {
      throw new TargetException(
          FAILED, "The migration " + migration + " is not the last one that wrote " + folder + ".");
    }
    try {
      List<String> edited = written.edited();
      if (!edited.isEmpty()) {
        return new RollbackOutcome.Refused(
            List.of("These files were edited since: " + String.join(", ", edited) + "."));
      }
      written.restore();
      return new RollbackOutcome.Done(
          migration, List.of("What Terraform has applied of it meanwhile stays."));
    } catch (IOException e) {
      throw WrittenFolder.trouble(folder, e);
    }
  }
}
