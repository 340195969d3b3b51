package dev.wayleave.tailnet.inventory.plan;

import static dev.wayleave.tailnet.inventory.plan.Edits.displayName;
import static dev.wayleave.tailnet.inventory.plan.Edits.email;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Samples;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.plan.PlanItem.Op;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Every row of the table of source, target and what was last applied.
class ThreeWayTest {
  private static final User X = Samples.user(1, "x");
  private static final User D = displayName(X, "by the source");
  private static final User E = email(X, "by-the-target@example.com");
  private static final User DE = email(D, "by-the-target@example.com");
  private static final User D2 = displayName(X, "by the target");

  private static final PlanOptions PRUNE = new PlanOptions(true, Set.of());
  private static final PlanOptions OVERWRITE = new PlanOptions(false, Set.of(EntityKind.USER));

  /// @param after what the target then holds
  /// @param remembered what then counts as last applied
  record Row(
      String what,
      PlanOptions options,
      @Nullable User source,
      @Nullable User target,
      @Nullable User applied,
      List<Op> ops,
      @Nullable User after,
      @Nullable User remembered) {
    @Override
    public String toString() {
      return what
          + (options.prune() ? " --prune" : "")
          + (options.overwrite().isEmpty() ? "" : " --overwrite");
    }
  }

  private static Row row(
      String what,
      PlanOptions options,
      @Nullable User source,
      @Nullable User target,
      @Nullable User applied,
      List<Op> ops,
      @Nullable User after,
      @Nullable User remembered) {
    return new Row(what, options, source, target, applied, ops, after, remembered);
  }

  private static final PlanOptions NONE = PlanOptions.CAREFUL;
  private static final List<Op> NOTHING = List.of();
  private static final List<Op> CREATE = List.of(Op.CREATE);
  private static final List<Op> UPDATE = List.of(Op.UPDATE);
  private static final List<Op> DELETE = List.of(Op.DELETE);
  private static final List<Op> CONFLICT = List.of(Op.CONFLICT);

  static final List<Row> TABLE =
      List.of(
          row("new in the source", NONE, X, null, null, CREATE, X, X),
          row("deleted by the target", NONE, X, null, X, CONFLICT, null, X),
          row("deleted by the target", OVERWRITE, X, null, X, CREATE, X, X),
          row("deleted by the target", PRUNE, X, null, X, CONFLICT, null, X),
          row("made by the target", NONE, null, X, null, List.of(Op.KEEP), X, null),
          row("made by the target", OVERWRITE, null, X, null, List.of(Op.KEEP), X, null),
          row("made by the target", PRUNE, null, X, null, DELETE, null, null),
          row("deleted by the source", NONE, null, X, X, DELETE, null, null),
          row("deleted by source, changed by target", NONE, null, E, X, CONFLICT, E, X),
          row("deleted by source, changed by target", PRUNE, null, E, X, DELETE, null, null),
          row("deleted by both", NONE, null, null, X, NOTHING, null, null),
          row("in none", NONE, null, null, null, NOTHING, null, null),
          row("the same everywhere", NONE, X, X, X, NOTHING, X, X),
          row("the same, never applied", NONE, X, X, null, NOTHING, X, X),
          row("other, never applied", NONE, X, E, null, CONFLICT, E, null),
          row("other, never applied", OVERWRITE, X, E, null, UPDATE, X, X),
          row("changed by the source", NONE, D, X, X, UPDATE, D, D),
          row("changed by the target", NONE, X, E, X, NOTHING, E, X),
          row("changed by the target", PRUNE, X, E, X, NOTHING, E, X),
          row("changed alike by both", NONE, D, D, X, NOTHING, D, D),
          row("different fields by both", NONE, D, E, X, UPDATE, DE, D),
          row("one field by both", NONE, D, D2, X, CONFLICT, D2, X),
          row("one field by both", OVERWRITE, D, D2, X, UPDATE, D, D),
          row(
              "one field by both, another by the source",
              NONE,
              email(D, "s@example.com"),
              D2,
              X,
              List.of(Op.CONFLICT, Op.UPDATE),
              email(D2, "s@example.com"),
              email(X, "s@example.com")));

  @ParameterizedTest
  @FieldSource("TABLE")
  void holdsForUsers(Row row) {
    State before = new State(only(row.target), only(row.applied));
    Planned planned = before.plan(only(row.source), row.options);
    assertThat(planned.plan().items()).extracting(PlanItem::op).isEqualTo(row.ops);
    State after = before.with(planned.changes());
    assertThat(after.target()).isEqualTo(only(row.after));
    assertThat(after.applied()).isEqualTo(only(row.remembered));
    assertThat(planned.plan().changesAnything())
        .as("the summary and the changes agree")
        .isEqualTo(planned.changes().stream().anyMatch(EntityChange::writesTarget));
  }

  @Test
  void conflictsShowBothSidesOfEveryField() {
    Planned planned = new State(only(D2), only(X)).plan(only(D));
    assertThat(planned.plan().items().getFirst().fields())
        .containsExactly(new FieldDiff("displayName", "\"by the target\"", "\"by the source\""));
  }

  @Test
  void updatesShowEveryFieldThatChanges() {
    Planned planned = new State(only(X), only(X)).plan(only(DE));
    assertThat(planned.plan().items().getFirst().fields())
        .extracting(FieldDiff::field)
        .containsExactlyInAnyOrder("displayName", "email");
  }

  @Test
  void settingsOfAnEmptyTargetGiveWayToTheSource() {
    Inventory defaults =
        Edits.inventory(
            Samples.server("http://127.0.0.1:8080"),
            Samples.dns("wayleave.internal"),
            Samples.noiseKey("its own"));
    State after = applied(new State(defaults, State.EMPTY.applied()), Samples.inventory());
    assertThat(after.target()).isEqualTo(Samples.inventory());
  }

  @Test
  void sourceWithoutSettingsLeavesThoseThatWereApplied() {
    State before = applied(State.EMPTY, Samples.inventory());
    Inventory.Builder bare = Inventory.builder(Samples.SOURCE);
    Samples.inventory()
        .entities()
        .filter(entity ->
            switch (entity.ref().kind()) {
              case SERVER, DNS, DERP, SECRET, ALIAS, POLICY -> false;
              default -> true;
            })
        .forEach(bare::add);
    Planned planned = before.plan(bare.build());
    assertThat(planned.plan().changesAnything()).isFalse();
    assertThat(before.with(planned.changes())).isEqualTo(before);
  }

  @Test
  void pruneSparesTheKeyThatAsksAndTheTargetsSettings() {
    Inventory target =
        Edits.inventory(
            Samples.apiKey(1), Samples.apiKey(2), Samples.user(9, "own"), Samples.dns("own"));
    Planned planned =
        Planner.plan(
            State.reading(only(null)),
            target,
            only(null),
            PRUNE,
            Set.of(EntityRef.parse("apiKeys/1")));
    State after = new State(target, only(null)).with(planned.changes());
    assertThat(after.target().entities().map(entity -> entity.ref().toString()))
        .containsExactly("dns/-", "apiKeys/1");
  }

  @Test
  void deletionsComeFirstSoThatWhatTheyFreeCanBeGivenAnew() {
    State before = applied(State.EMPTY, Edits.inventory(X, Samples.node(1, 1), Samples.node(2, 1)));
    Planned planned = before.plan(Edits.inventory(Samples.user(3, "z"), Samples.node(3, 3)));
    assertThat(planned.changes())
        .extracting(change -> change.ref().toString())
        .containsExactly("nodes/2", "nodes/1", "users/1", "users/3", "nodes/3");
  }

  @Test
  void plansShowNoSecrets() throws Exception {
    State before = applied(State.EMPTY, Edits.inventory(Samples.noiseKey("another")));
    Plan plan = before.plan(Samples.inventory()).plan();
    assertThat(plan.items()).extracting(PlanItem::op).contains(Op.UPDATE, Op.CREATE);
    String json = InventoryJson.redacted().mapper().writeValueAsString(plan);
    assertThat(json + plan).doesNotContain(Samples.SECRET).doesNotContain("another");
    assertThat(InventoryJson.redacted().mapper().readValue(json, Plan.class)).isEqualTo(plan);
  }

  private static State applied(State before, Inventory source) {
    return before.with(before.plan(source).changes());
  }

  private static Inventory only(@Nullable TailnetEntity entity) {
    return entity == null ? Edits.inventory() : Edits.inventory(entity);
  }
}
