package dev.wayleave.exporters.bundle;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.CHANGED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.exporters.file.PendingFile;
import dev.wayleave.exporters.migration.MigrationNames;
import dev.wayleave.exporters.migration.StagedPlans;
import dev.wayleave.importers.bundle.FileTrouble;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.Planner;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A bundle file as a target.
///
/// A bundle has no life of its own: applying makes it hold what the source holds. The former file
/// stays beside it in a [Journal], so that rollback can bring it back.
public final class BundleTarget implements InventoryTarget {
  private final Path file;
  private final BundleOptions options;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final MigrationNames names;
  private final StagedPlans<Staged> staged = new StagedPlans<>();

  /// @param random gives salts; a cryptographically strong generator
  public BundleTarget(
      Path file, BundleOptions options, InstantSource clock, RandomGenerator random) {
    this.file = file;
    this.options = options;
    this.clock = clock;
    this.random = random;
    this.names = new MigrationNames(clock, random);
  }

  /// A planned write.
  ///
  /// @param rewrites whether the file will differ from the one that is there
  private record Staged(Reading reading, FormerBundle former, boolean rewrites) {}

  @Override
  public Preview plan(Reading source, PlanOptions planOptions, Progress progress)
      throws TargetException {
    FormerBundle former = FormerBundle.read(file, options, progress);
    Plan drawn = Planner.mirror(source, former.inventory(), planOptions).plan();
    boolean rewrites = drawn.changesAnything() || !former.isWritten(source, options);
    List<Finding> findings = new ArrayList<>(drawn.findings());
    if (options.withoutSecrets()) {
      findings.removeIf(finding -> finding.code().equals("SECRET_WITHHELD"));
      findings.add(
          Finding.info(
              "SECRETS_LEFT_OUT",
              "bundle " + file,
              "It is written without secrets, as asked: only their fingerprints are in it.",
              "Write it with secrets if a tailnet is to be restored from it."));
    }
    if (rewrites && !drawn.changesAnything()) {
      findings.add(
          Finding.info(
              "BUNDLE_REWRITTEN",
              "bundle " + file,
              "Its entities stay; findings, rows of no entity, or its protection change.",
              "Nothing needs to be done."));
    }
    Preview preview = new Preview(names.next(), drawn.telling(findings));
    staged.put(preview, new Staged(source, former, rewrites));
    return preview;
  }

  @Override
  public Receipt apply(Preview preview, Set<String> acceptedCodes, Progress progress)
      throws TargetException {
    String migration = preview.migration();
    Staged planned = staged.admitted(preview, acceptedCodes, file);
    try {
      List<String> notes = write(migration, planned, progress);
      staged.remove(preview);
      return new Receipt(migration, preview.plan(), notes);
    } catch (IOException e) {
      throw new TargetException(FAILED, FileTrouble.writing(file, e), e);
    }
  }

  private List<String> write(String migration, Staged planned, Progress progress)
      throws IOException, TargetException {
    FormerBundle former = planned.former();
    Path place = former.place();
    if (!former.isStillThere()) {
      throw new TargetException(
          CHANGED, "The bundle " + file + " was changed since this was planned; plan again.");
    }
    if (!planned.rewrites()) {
      Journal.write(place, migration, former.sha256(), Journal.Former.SAME);
      return List.of("The bundle already holds this; nothing was written.");
    }
    BundleWriter writer =
        new BundleWriter(clock.instant(), options.protection(random), options.withoutSecrets());
    try (PendingFile bundle =
        PendingFile.write(place, out -> writer.write(planned.reading(), out, progress))) {
      Journal.Former before = former.isAbsent() ? Journal.Former.ABSENT : Journal.Former.PRESENT;
      Journal journal = Journal.write(place, migration, bundle.sha256(), before);
      try {
        bundle.commit();
      } catch (IOException e) {
        Files.deleteIfExists(journal.file());
        throw e;
      }
      return List.of(
          "What rollback needs is kept in " + journal.file() + "; delete it when you are content.");
    }
  }

  @Override
  public Inventory read(Progress progress) throws TargetException {
    return FormerBundle.read(file, options, progress).inventory();
  }

  @Override
  public RollbackOutcome rollback(String migration, Progress progress) throws TargetException {
    names.require(migration);
    try {
      Path place = FormerBundle.placeOf(file);
      Path journalFile = Journal.pathFor(place, migration);
      if (!Files.exists(journalFile)) {
        throw new TargetException(
            FAILED,
            "There is no journal "
                + journalFile
                + ", so the migration "
                + migration
                + " was not applied to this bundle or is already taken back.");
      }
      Journal journal = Journal.read(journalFile);
      if (!Files.exists(place)) {
        return new RollbackOutcome.Refused(
            List.of("The bundle " + file + " was deleted or moved since."));
      }
      if (!PendingFile.sha256Of(place).equals(journal.written())) {
        return new RollbackOutcome.Refused(
            List.of(
                "The bundle "
                    + file
                    + " was written again since; take that back first, or keep it."));
      }
      journal.restore(place);
      return new RollbackOutcome.Done(migration, List.of());
    } catch (IOException e) {
      throw new TargetException(UNAVAILABLE, FileTrouble.writing(file, e), e);
    }
  }
}
