package dev.wayleave.tailnet.inventory.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Samples;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.Unmoved;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Random edits on both sides, several migrations one after the other.
///
/// A failure prints its seed; `-Dwayleave.seed=SEED` replays that one alone.
class PlannerPropertyTest {
  private static final int RUNS = Boolean.getBoolean("wayleave.exhaustive") ? 10_000 : 400;
  private static final int ROUNDS = 6;
  private static final int MAX_ID = 6;

  @Test
  void holdsForRandomHistories() {
    Long only = Long.getLong("wayleave.seed");
    long first = only == null ? new Random().nextLong() : only;
    int applied = 0;
    for (long seed = first; seed < first + (only == null ? RUNS : 1); seed++) {
      try {
        applied += history(new Random(seed));
      } catch (AssertionError e) {
        throw new AssertionError("replay with -Dwayleave.seed=" + seed, e);
      }
    }
    assertThat(applied).as("histories that get somewhere").isGreaterThan(only == null ? RUNS : -1);
  }

  /// Returns how many migrations were applied.
  private static int history(Random random) {
    Map<EntityRef, Entity<?>> source = State.map(Inventory.empty(Samples.SOURCE));
    State state = State.EMPTY;
    int applied = 0;
    for (int round = 0; round < ROUNDS; round++) {
      edit(source, random, "source");
      Map<EntityRef, Entity<?>> target = State.map(state.target());
      if (round > 0) {
        edit(target, random, "target");
      }
      State before = new State(State.inventory(target), state.applied());
      state = migrate(before, State.inventory(source), options(random));
      applied += state.equals(before) ? 0 : 1;
    }
    return applied;
  }

  private static State migrate(State before, Inventory source, PlanOptions options) {
    Planned planned = before.plan(source, options);
    State after = before.with(planned.changes());
    Planned again = after.plan(source, options);
    assertThat(again.changes()).as("a second plan writes nothing").isEmpty();
    assertThat(again.plan().changesAnything()).isFalse();
    assertThat(planned.plan().changesAnything())
        .as("summary and changes agree")
        .isEqualTo(planned.changes().stream().anyMatch(EntityChange::writesTarget));
    for (EntityKind kind : EntityKind.values()) {
      KindSummary summary = planned.plan().summary().get(kind);
      assertThat(summary != null && summary.writes())
          .as("summary and changes agree on %s", kind)
          .isEqualTo(
              planned.changes().stream()
                  .anyMatch(change -> change.ref().kind() == kind && change.writesTarget()));
    }
    assertSummaryCountsItems(planned.plan());
    assertTargetsOwnIsKept(before, after, options);
    if (!planned.plan().obstacles(Set.of()).isEmpty()) {
      // No target would apply it; the history goes on without.
      return before;
    }
    assertUndone(before, after, planned);
    return after;
  }

  private static void assertSummaryCountsItems(Plan plan) {
    for (PlanItem.Op op : PlanItem.Op.values()) {
      long counted =
          plan.summary().values().stream()
              .mapToLong(kind ->
                  switch (op) {
                    case CREATE -> kind.create();
                    case UPDATE -> kind.update();
                    case DELETE -> kind.delete();
                    case CONFLICT -> kind.conflict();
                    case KEEP -> kind.keep();
                  })
              .sum();
      assertThat(plan.items().stream().filter(item -> item.op() == op).count())
          .as(op.name())
          .isEqualTo(counted);
    }
  }

  /// What the target made is there as it made it; what it changed is there with its changes.
  private static void assertTargetsOwnIsKept(State before, State after, PlanOptions options) {
    before
        .target()
        .entities()
        .filter(entity -> !options.overwrite().contains(entity.ref().kind()))
        .forEach(entity -> {
          Entity<?> last = before.applied().find(entity.ref()).orElse(null);
          Entity<?> now = after.target().find(entity.ref()).orElse(null);
          if (last == null) {
            assertThat(now == null && options.prune() ? entity : now)
                .as("made by the target: %s", entity.ref())
                .isEqualTo(entity);
          } else if (!last.equals(entity) && !options.prune()) {
            assertThat(now).as("changed by the target: %s", entity.ref()).isNotNull();
            assertEditsKept(last, entity, Objects.requireNonNull(now));
          }
        });
    before
        .applied()
        .entities()
        .filter(entity -> !options.overwrite().contains(entity.ref().kind()))
        .filter(entity -> before.target().find(entity.ref()).isEmpty())
        .forEach(entity ->
            assertThat(after.target().find(entity.ref()))
                .as("deleted by the target: %s", entity.ref())
                .isEmpty());
  }

  private static void assertEditsKept(Entity<?> last, Entity<?> edited, Entity<?> now) {
    var old = InventoryJson.revealing().tree(last);
    var mine = InventoryJson.revealing().tree(edited);
    var result = InventoryJson.revealing().tree(now);
    mine.fieldNames()
        .forEachRemaining(field -> {
          if (!mine.get(field).equals(old.get(field))) {
            assertThat(result.get(field))
                .as("%s of %s", field, edited.ref())
                .isEqualTo(mine.get(field));
          }
        });
  }

  private static void assertUndone(State before, State after, Planned planned) {
    Undo.Outcome outcome = Undo.of(planned.changes(), after.target());
    assertThat(outcome).isInstanceOf(Undo.Outcome.Possible.class);
    State undone = after.with(((Undo.Outcome.Possible) outcome).changes());
    assertThat(undone).isEqualTo(before);
  }

  private static PlanOptions options(Random random) {
    Set<EntityKind> overwrite = EnumSet.noneOf(EntityKind.class);
    for (EntityKind kind : List.of(EntityKind.USER, EntityKind.NODE)) {
      if (random.nextInt(5) == 0) {
        overwrite.add(kind);
      }
    }
    return new PlanOptions(random.nextInt(4) == 0, overwrite);
  }

  private static void edit(Map<EntityRef, Entity<?>> side, Random random, String who) {
    for (int edits = 1 + random.nextInt(8); edits > 0; edits--) {
      long id = random.nextLong(1, MAX_ID + 1L);
      if (random.nextBoolean()) {
        editUser(side, id, random, who + random.nextInt(100));
      } else {
        editNode(side, id, random, who + random.nextInt(100));
      }
    }
  }

  /// The source only ever has devices that have not moved; in the target they move.
  private static Node otherPlane(Node node, String text, Random random) {
    boolean there = text.startsWith("source") || random.nextBoolean();
    Unmoved unmoved = there ? new Unmoved("tailscale", random.nextInt(3)) : null;
    return node.change().unmoved(unmoved).build();
  }

  private static void editUser(
      Map<EntityRef, Entity<?>> side, long id, Random random, String text) {
    EntityRef ref = new EntityRef(EntityKind.USER, Long.toString(id));
    Entity<?> entity = side.get(ref);
    if (entity == null) {
      side.put(ref, new Entity<>(Samples.user(id, "user" + id), null));
      return;
    }
    User user = (User) entity.value();
    switch (random.nextInt(5)) {
      case 0 -> {
        side.remove(ref);
        side.values().removeIf(other -> belongsTo(other, user.id()));
      }
      case 1 -> side.put(ref, new Entity<>(Edits.email(user, text), null));
      case 2 -> side.put(ref, new Entity<>(Edits.name(user, text), null));
      case 3 -> side.put(ref, new Entity<>(Edits.recreated(user), null));
      default -> side.put(ref, new Entity<>(Edits.displayName(user, text), null));
    }
  }

  private static boolean belongsTo(Entity<?> entity, UserId user) {
    return switch (entity.value()) {
      case Node node -> node.owner().equals(new Owner.OfUser(user));
      case PreAuthKey key -> user.equals(key.user());
      default -> false;
    };
  }

  private static void editNode(
      Map<EntityRef, Entity<?>> side, long id, Random random, String text) {
    EntityRef ref = new EntityRef(EntityKind.NODE, Long.toString(id));
    List<User> users =
        side.values().stream()
            .map(Entity::value)
            .filter(User.class::isInstance)
            .map(User.class::cast)
            .toList();
    if (users.isEmpty()) {
      return;
    }
    long owner = users.get(random.nextInt(users.size())).id().value();
    Entity<?> entity = side.get(ref);
    if (entity == null) {
      side.put(ref, new Entity<>(Samples.node(id, owner), null));
      return;
    }
    Node node = (Node) entity.value();
    switch (random.nextInt(5)) {
      case 0 -> side.remove(ref);
      case 4 -> side.put(ref, new Entity<>(otherPlane(node, text, random), null));
      case 1 -> side.put(ref, new Entity<>(Edits.owner(node, owner), null));
      case 2 ->
          side.put(
              ref,
              new Entity<>(
                  Edits.lastSeen(node, Samples.LATER.plusSeconds(random.nextInt(100))), null));
      default -> side.put(ref, new Entity<>(Edits.name(node, text), null));
    }
  }
}
