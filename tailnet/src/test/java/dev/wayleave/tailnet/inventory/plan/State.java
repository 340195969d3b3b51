package dev.wayleave.tailnet.inventory.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.Samples;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A target in memory: what it holds and what was last applied to it.
record State(Inventory target, Inventory applied) {
  static final State EMPTY =
      new State(Inventory.empty(Samples.SOURCE), Inventory.empty(Samples.SOURCE));

  Planned plan(Inventory source) {
    return plan(source, PlanOptions.CAREFUL);
  }

  Planned plan(Inventory source, PlanOptions options) {
    return Planner.plan(reading(source), target, applied, options, Set.of());
  }

  static Reading reading(Inventory source) {
    return new Reading(
        source, new Counts(source.users().size(), source.nodes().size(), 0, 0, 0, 0), List.of());
  }

  /// Carries changes out one by one; each must begin where the target is.
  State with(List<EntityChange> changes) {
    Map<EntityRef, Entity<?>> held = map(target);
    Map<EntityRef, Entity<?>> memory = map(applied);
    for (EntityChange change : changes) {
      assertThat(held.get(change.ref())).as("before %s", change.ref()).isEqualTo(change.before());
      assertThat(memory.get(change.ref()))
          .as("applied before %s", change.ref())
          .isEqualTo(change.appliedBefore());
      put(held, change.ref(), change.after());
      put(memory, change.ref(), change.appliedAfter());
    }
    return new State(inventory(held), inventory(memory));
  }

  private static void put(
      Map<EntityRef, Entity<?>> map, EntityRef ref, @Nullable Entity<?> entity) {
    if (entity == null) {
      map.remove(ref);
    } else {
      map.put(ref, entity);
    }
  }

  static Map<EntityRef, Entity<?>> map(Inventory inventory) {
    Map<EntityRef, Entity<?>> map = new TreeMap<>();
    inventory.entities().forEach(entity -> map.put(entity.ref(), entity));
    return map;
  }

  static Inventory inventory(Map<EntityRef, Entity<?>> entities) {
    Inventory.Builder builder = Inventory.builder(Samples.SOURCE);
    entities.values().forEach(builder::add);
    return builder.build();
  }
}
