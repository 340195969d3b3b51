package dev.wayleave.tailnet.inventory.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Samples;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UndoTest {
  private static final User ALICE = Samples.user(1, "alice");
  private static final Node NODE = Samples.node(1, 1);

  private final Planned first = State.EMPTY.plan(Edits.inventory(ALICE, NODE));
  private final State applied = State.EMPTY.with(first.changes());

  @Test
  void firstMigrationIsTakenBackToNothing() {
    assertThat(applied.with(possible(first, applied.target()))).isEqualTo(State.EMPTY);
  }

  @Test
  void deletionsAndUpdatesAreTakenBack() {
    Planned late = applied.plan(Edits.inventory(Edits.name(ALICE, "alicia")));
    State after = applied.with(late.changes());
    assertThat(after.with(possible(late, after.target()))).isEqualTo(applied);
  }

  @Test
  void whatClientsChangedByThemselvesIsNoLoss() {
    State now = edited(Edits.lastSeen(NODE, Samples.LATER));
    assertThat(now.with(possible(first, now.target()))).isEqualTo(State.EMPTY);
  }

  @Test
  void laterEditsAreListedAndRefuse() {
    assertThat(losses(first, edited(Edits.name(NODE, "renamed")).target()))
        .containsExactly("node 1 (renamed) was changed since: givenName.");
  }

  @Test
  void laterDeletionIsListed() {
    assertThat(losses(first, Edits.inventory(ALICE)))
        .containsExactly("node 1 (node-1) was deleted since.");
  }

  @Test
  void whatWasDeletedAndMadeAgainIsListed() {
    Planned late = applied.plan(Edits.inventory(ALICE));
    assertThat(losses(late, Edits.inventory(ALICE, Edits.name(NODE, "again"))))
        .containsExactly("node 1 (again) was created again since.");
  }

  @Test
  void thingsOfAUserThatWouldGoAreListed() {
    State now = edited(Samples.node(8, 1));
    assertThat(losses(first, now.target()))
        .containsExactly("node 8 (node-8) belongs to users/1, which would be removed.");
  }

  @Test
  void nodeThatMovedToANewUserInTheSameMigrationMovesBack() {
    Planned late =
        applied.plan(Edits.inventory(ALICE, Samples.user(2, "bob"), Edits.owner(NODE, 2)));
    State after = applied.with(late.changes());
    assertThat(after.with(possible(late, after.target()))).isEqualTo(applied);
  }

  @Test
  void whatTheTargetMadeByItselfStays() {
    State now = edited(Samples.user(9, "own"));
    assertThat(now.with(possible(first, now.target())).target())
        .isEqualTo(Edits.inventory(Samples.user(9, "own")));
  }

  private State edited(TailnetEntity entity) {
    Map<EntityRef, Entity<?>> target = State.map(applied.target());
    target.put(EntityRef.of(entity), new Entity<>(entity, null));
    return new State(State.inventory(target), applied.applied());
  }

  private static List<EntityChange> possible(Planned done, Inventory current) {
    Undo.Outcome outcome = Undo.of(done.changes(), current);
    assertThat(outcome).isInstanceOf(Undo.Outcome.Possible.class);
    return ((Undo.Outcome.Possible) outcome).changes();
  }

  private static List<String> losses(Planned done, Inventory current) {
    Undo.Outcome outcome = Undo.of(done.changes(), current);
    assertThat(outcome).isInstanceOf(Undo.Outcome.Refused.class);
    return ((Undo.Outcome.Refused) outcome).losses();
  }
}
