package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.store.WriteTransaction;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.plan.EntityChange;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Carries out the changes of a migration, or takes them back.
///
/// The changes were worked out at a version of the tailnet, and are refused at any other.
///
/// @param direction whether the migration is applied or taken back
/// @param origin the kind of source, whose memory of what was last applied changes with it
public record CarryOut(
    String migration, Direction direction, long version, String origin, List<EntityChange> changes)
    implements Command<String> {
  /// Forth or back.
  public enum Direction {
    APPLY,
    ROLL_BACK
  }

  public CarryOut {
    changes = List.copyOf(changes);
  }

  @Override
  public Decision<String> decide(Tailnet image, Moment moment) {
    if (image.version() != version) {
      return Decision.refused(
          Refusal.Reason.CONFLICT,
          "The tailnet changed since this was planned (version "
              + version
              + " then, "
              + image.version()
              + " now); plan again.");
    }
    return written(changes, bookkeeping(moment), migration);
  }

  /// All that changes write, in one transaction with something beside.
  static <R> Decision<R> written(
      List<EntityChange> changes, Consumer<WriteTransaction> alongside, R reply) {
    List<Entity<?>> puts = new ArrayList<>();
    List<TailnetEntity> removals = new ArrayList<>();
    for (EntityChange change : changes) {
      if (!change.writesTarget()) {
        continue;
      }
      Entity<?> before = change.before();
      Entity<?> after = change.after();
      if (after != null) {
        puts.add(after);
      } else if (before != null) {
        removals.add(before.value());
      }
    }
    return new Decision.Bulk<>(puts, removals, alongside, reply);
  }

  private Consumer<WriteTransaction> bookkeeping(Moment moment) {
    return switch (direction) {
      case APPLY -> transaction -> transaction.migrated(migration, origin, changes, moment.now());
      case ROLL_BACK ->
          transaction -> transaction.rolledBack(migration, origin, changes, moment.now());
    };
  }

  @Override
  public String operation() {
    return switch (direction) {
      case APPLY -> "ApplyMigration";
      case ROLL_BACK -> "RollBackMigration";
    };
  }

  @Override
  public String object() {
    return "migrations/" + migration;
  }
}
