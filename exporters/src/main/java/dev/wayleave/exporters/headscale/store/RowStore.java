package dev.wayleave.exporters.headscale.store;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.exporters.headscale.row.DatabaseRows;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.time.Instant;

/// The rows of one database of one release: planned, written, taken back.
///
/// @param schema of the engine that the place is of
public record RowStore(HeadscaleSchema schema, DatabasePlace place) {
  /// Work that meets the engine's failures and others.
  @FunctionalInterface
  private interface Work<T> {
    T run() throws TargetException, SourceException;
  }

  /// Compares what the source would have with what is there and with what was last applied.
  public RowPlan plan(Inventory source, DatabaseRows rows, PlanOptions options, Progress progress)
      throws TargetException {
    return told(() -> new RowPlanner(schema, place, source, rows, options, progress).plan());
  }

  /// Whether there is a database of this release.
  public boolean isThere(Progress progress) throws TargetException {
    return told(() -> {
      try (Look look = place.look(progress)) {
        return switch (SchemaCheck.of(schema, look.tables(), place.label())) {
          case SchemaCheck.Nothing _ -> false;
          case SchemaCheck.Fits _, SchemaCheck.Differs _ -> true;
        };
      }
    });
  }

  /// Whether a journal of this migration is kept there.
  public boolean knows(String migration, Progress progress) throws TargetException {
    return told(() -> {
      try (Look look = place.look(progress)) {
        return look.journals().stream().anyMatch(header -> header.migration().equals(migration));
      }
    });
  }

  /// Whether the database and what was applied to it are still as they were when this was planned.
  public boolean isAsPlanned(RowPlan plan, Progress progress) throws TargetException {
    return told(() -> {
      try (Look look = place.look(progress)) {
        return switch (SchemaCheck.of(schema, look.tables(), place.label())) {
          case SchemaCheck.Nothing _ -> plan.creates();
          case SchemaCheck.Differs _ -> false;
          case SchemaCheck.Fits _ -> {
            Image present = Image.of(schema, look.tables().orElseThrow(), progress);
            Applied.settle(schema, look, present);
            yield present.fingerprint().equals(plan.fingerprint());
          }
        };
      }
    });
  }

  /// Writes all of it or nothing; refuses where the database changed since the plan.
  public void apply(RowPlan plan, String migration, Instant now, Progress progress)
      throws TargetException {
    told(() -> {
      new RowWriter(schema, place, plan, progress).write(migration, now);
      return true;
    });
  }

  public RollbackOutcome rollback(String migration, Progress progress) throws TargetException {
    return told(() -> new RowRollback(schema, place, migration, progress).run());
  }

  private <T> T told(Work<T> work) throws TargetException {
    try {
      return work.run();
    } catch (SourceException e) {
      throw new TargetException(UNAVAILABLE, e.getMessage() + ".", e);
    } catch (Image.UnnumberedRowException e) {
      throw new TargetException(
          UNAVAILABLE,
          place.label() + " is not a database of Headscale's own making: " + e.getMessage() + ".",
          e);
    } catch (JdbcSession.Broken e) {
      if (e.getCause() instanceof TargetException told) {
        throw told;
      }
      if (e.getCause() instanceof SourceException read) {
        throw new TargetException(UNAVAILABLE, read.getMessage() + ".", read);
      }
      throw e;
    }
  }
}
