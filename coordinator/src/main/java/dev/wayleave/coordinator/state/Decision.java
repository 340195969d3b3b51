package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.store.WriteTransaction;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// What a command comes to.
public sealed interface Decision<R> {
  /// It is done by these changes, in their order.
  record Accepted<R>(List<TailnetChange.Edit> changes, R reply) implements Decision<R> {
    public Accepted {
      changes = List.copyOf(changes);
    }
  }

  /// It is done by replacing much at once, source rows included; others see the tailnet reloaded.
  ///
  /// @param puts entities that are written whole
  /// @param removals entities that go, as they are now
  /// @param alongside writes something of its own in the same transaction
  record Bulk<R>(
      List<Entity<?>> puts,
      List<TailnetEntity> removals,
      Consumer<WriteTransaction> alongside,
      R reply)
      implements Decision<R> {
    public Bulk {
      puts = List.copyOf(puts);
      removals = List.copyOf(removals);
    }
  }

  /// It cannot be done; nothing changes.
  record Refused<R>(Refusal refusal) implements Decision<R> {}

  static <R> Decision<R> accepted(R reply, TailnetChange.Edit... changes) {
    return new Accepted<>(Arrays.asList(changes), reply);
  }

  static <R> Decision<R> refused(Refusal.Reason reason, String sentence) {
    return new Refused<>(new Refusal(reason, sentence));
  }
}
