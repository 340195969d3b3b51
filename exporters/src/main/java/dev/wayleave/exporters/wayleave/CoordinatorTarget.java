package dev.wayleave.exporters.wayleave;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.api.Problem;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.api.client.MigrationClient;
import dev.wayleave.api.migration.Migration;
import dev.wayleave.api.migration.MigrationState;
import dev.wayleave.importers.wayleave.CoordinatorSource;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.Secrets;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A running coordinator as a target.
///
/// It plans and applies by itself; a reading is streamed to it as a plain bundle, whose protection
/// is the connection's.
public final class CoordinatorTarget implements InventoryTarget {
  private static final String MIGRATION = "[0-9A-Za-z._-]{1,64}";

  private final CoordinatorClient client;
  private final MigrationClient migrations;
  private final InstantSource clock;
  private final boolean withoutSecrets;

  /// @param withoutSecrets sends fingerprints in the place of secrets
  public CoordinatorTarget(CoordinatorClient client, InstantSource clock, boolean withoutSecrets) {
    this.client = client;
    this.migrations = client.migrations();
    this.clock = clock;
    this.withoutSecrets = withoutSecrets;
  }

  @Override
  public Preview plan(Reading source, PlanOptions options, Progress progress)
      throws TargetException {
    if (!withoutSecrets && !client.address().isConfidential() && Secrets.anyRevealed(source)) {
      throw new TargetException(
          UNAVAILABLE,
          "Secrets are not sent to "
              + client.address().url()
              + " over an unencrypted connection; use https, or an SSH tunnel to loopback.");
    }
    BundleWriter writer = new BundleWriter(clock.instant(), new Protection.Plain(), withoutSecrets);
    try (BundleUpload upload = new BundleUpload(out -> writer.write(source, out, progress))) {
      Migration planned = upload(upload, options);
      return new Preview(planned.migration().id(), planned.plan());
    }
  }

  private Migration upload(BundleUpload upload, PlanOptions options) throws TargetException {
    try {
      Migration planned = migrations.plan(upload, options);
      // A body cut short by its writer is no bundle; an answer to it would be about something else.
      if (upload.failure().isPresent()) {
        throw unwritten(upload.failure().get());
      }
      return planned;
    } catch (ApiException e) {
      throw upload.failure().map(CoordinatorTarget::unwritten).orElseGet(() -> Refusals.of(e));
    }
  }

  private static TargetException unwritten(Throwable cause) {
    return new TargetException(
        FAILED,
        "The bundle for the coordinator could not be written ("
            + cause.getMessage()
            + "); nothing was planned, try again.",
        cause);
  }

  @Override
  public Receipt apply(Preview preview, Set<String> acceptedCodes, Progress progress)
      throws TargetException {
    String id = checked(preview.migration());
    progress.at("applying", 0, -1);
    Migration applied;
    try {
      applied = migrations.apply(id, acceptedCodes);
    } catch (ApiException e) {
      applied = appliedAfterAll(id, e).orElseThrow(() -> lost(id, e));
    }
    progress.at("applying", 1, 1);
    return new Receipt(applied.migration().id(), applied.plan(), applied.notes());
  }

  /// A connection that breaks after the commit takes the good news with it: ask once.
  private Optional<Migration> appliedAfterAll(String id, ApiException broken) {
    if (broken.problem().isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(migrations.get(id))
          .filter(found -> found.migration().state() == MigrationState.APPLIED);
    } catch (ApiException stillBroken) {
      return Optional.empty();
    }
  }

  private static TargetException lost(String id, ApiException e) {
    return e.problem().isPresent()
        ? Refusals.of(e)
        : new TargetException(
            UNAVAILABLE,
            e.getMessage()
                + " Whether migration "
                + id
                + " was applied is not known, but it was wholly or not at all: plan again to see.",
            e);
  }

  @Override
  public Inventory read(Progress progress) throws TargetException {
    try {
      return new CoordinatorSource(client, false).read(progress).inventory();
    } catch (SourceException e) {
      throw new TargetException(UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public RollbackOutcome rollback(String migration, Progress progress) throws TargetException {
    try {
      Migration done = migrations.rollback(checked(migration));
      return new RollbackOutcome.Done(done.migration().id(), done.notes());
    } catch (ApiException e) {
      List<String> losses = e.problem().map(Problem::losses).orElse(null);
      if (losses != null && !losses.isEmpty()) {
        return new RollbackOutcome.Refused(losses);
      }
      throw Refusals.of(e);
    }
  }

  private static String checked(String migration) throws TargetException {
    if (!migration.matches(MIGRATION) || migration.startsWith(".")) {
      throw new TargetException(FAILED, "\"" + migration + "\" is not the name of a migration.");
    }
    return migration;
  }
}
