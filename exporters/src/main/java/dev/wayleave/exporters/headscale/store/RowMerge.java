package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.schema.ColumnShape;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.exporters.headscale.store.Decision.Op;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compares rows three ways, column by column: what the source would have, what the target has, and
/// what was last applied to it.
///
/// The rules are those of [dev.wayleave.tailnet.inventory.plan.Planner]; rows are the measure here
/// because a row is what is written, and every column of it is to stay what it was.
final class RowMerge {
  private final Image wanted;
  private final Image present;
  private final Image last;
  private final PlanOptions options;
  private final Set<EntityKind> unopinionated;

  private final List<Decision> decisions = new ArrayList<>();
  private final List<Decision> replaced = new ArrayList<>();
  private final List<Decision> strangers = new ArrayList<>();
  private final Map<EntityKind, Long> unchanged = new LinkedHashMap<>();
  private final Image applied;
  private final Image result;

  /// @param unopinionated kinds of which the source says nothing, so that what it lacks stays
  RowMerge(
      HeadscaleSchema schema,
      Image wanted,
      Image present,
      Image last,
      PlanOptions options,
      Set<EntityKind> unopinionated) {
    this.wanted = wanted;
    this.present = present;
    this.last = last;
    this.options = options;
    this.unopinionated = unopinionated;
    this.applied = last.copy();
    this.result = present.copy();
    schema.tables().forEach(this::table);
  }

  List<Decision> decisions() {
    return decisions;
  }

  /// Rows of the source under the id of another that was applied.
  List<Decision> replaced() {
    return replaced;
  }

  /// Rows of the source under the id of one that the target made by itself.
  List<Decision> strangers() {
    return strangers;
  }

  Map<EntityKind, Long> unchanged() {
    return unchanged;
  }

  /// What will count as last applied.
  Image applied() {
    return applied;
  }

  /// What the target will hold.
  Image result() {
    return result;
  }

  private void table(TableShape shape) {
    String table = shape.name();
    Set<Long> ids = new TreeSet<>(wanted.rows(table).keySet());
    ids.addAll(present.rows(table).keySet());
    ids.addAll(last.rows(table).keySet());
    for (long id : ids) {
      row(shape, id);
    }
  }

  private void row(TableShape shape, long id) {
    String table = shape.name();
    long[] want = wanted.find(table, id);
    long[] have = present.find(table, id);
    long[] base = last.find(table, id);
    if (want != null && have != null) {
      inBoth(shape, id, want, have, base);
    } else if (want != null) {
      onlyInSource(table, id, want, base);
    } else if (have != null) {
      onlyInTarget(shape, id, have, base);
    } else {
      applied.remove(table, id);
    }
  }

  private void onlyInSource(String table, long id, long[] want, long @Nullable [] base) {
    if (base == null || sourceWins(table)) {
      decisions.add(Decision.of(table, id, Op.CREATE, ""));
      applied.put(table, id, want);
      result.put(table, id, want);
      return;
    }
    decisions.add(
        Decision.of(
            table,
            id,
            Op.CONFLICT,
            "the target deleted it; it stays deleted (--overwrite "
                + RowKinds.of(table).plural()
                + " creates it again)"));
  }

  private void onlyInTarget(TableShape shape, long id, long[] have, long @Nullable [] base) {
    String table = shape.name();
    if (base == null) {
      if (options.prune()) {
        delete(table, id, "made by the target; --prune deletes it");
      } else {
        decisions.add(Decision.of(table, id, Op.KEEP, "made by the target"));
      }
    } else if (unopinionated.contains(RowKinds.of(table))) {
      unchanged.merge(RowKinds.of(table), 1L, Long::sum);
    } else if (changedByPeople(shape, have, base).isEmpty()) {
      delete(table, id, "the source deleted it");
    } else if (options.prune()) {
      delete(table, id, "the source deleted it; --prune drops the target's changes");
    } else {
      decisions.add(
          new Decision(
              table,
              id,
              Op.CONFLICT,
              new BitSet(),
              changedByPeople(shape, have, base),
              "the source deleted it and the target changed it; it stays (--prune deletes it)"));
    }
  }

  private void delete(String table, long id, String note) {
    decisions.add(Decision.of(table, id, Op.DELETE, note));
    applied.remove(table, id);
    result.remove(table, id);
  }

  /// The columns that differ and that no client changes by itself.
  static BitSet changedByPeople(TableShape shape, long[] one, long[] other) {
    BitSet changed = new BitSet();
    for (int i = 0; i < one.length; i++) {
      if (one[i] != other[i] && !RowKinds.isSelfHealing(shape.columns().get(i).name())) {
        changed.set(i);
      }
    }
    return changed;
  }

  private void inBoth(TableShape shape, long id, long[] want, long[] have, long @Nullable [] base) {
    String table = shape.name();
    if (base == null) {
      metForTheFirstTime(shape, id, want, have);
    } else if (isAnother(shape, want, base) && !sourceWins(table)) {
      Decision conflict =
          new Decision(
              table,
              id,
              Op.CONFLICT,
              new BitSet(),
              changedByPeople(shape, want, have),
              "another row under the same id");
      replaced.add(conflict);
      decisions.add(conflict);
    } else {
      merge(shape, id, want, have, base);
    }
  }

  private void metForTheFirstTime(TableShape shape, long id, long[] want, long[] have) {
    String table = shape.name();
    BitSet differing = differing(want, have);
    if (differing.isEmpty()) {
      unchanged.merge(RowKinds.of(table), 1L, Long::sum);
      applied.put(table, id, want);
    } else if (sourceWins(table)) {
      decisions.add(new Decision(table, id, Op.UPDATE, differing, new BitSet(), ""));
      applied.put(table, id, want);
      result.put(table, id, want);
    } else {
      Decision conflict =
          new Decision(
              table,
              id,
              Op.CONFLICT,
              new BitSet(),
              differing,
              "the target made it by itself; it stays");
      strangers.add(conflict);
      decisions.add(conflict);
    }
  }

  private void merge(TableShape shape, long id, long[] want, long[] have, long[] base) {
    String table = shape.name();
    BitSet taken = new BitSet();
    BitSet conflicting = new BitSet();
    long[] merged = have.clone();
    long[] noted = want.clone();
    for (int i = 0; i < want.length; i++) {
      if (want[i] == have[i] || want[i] == base[i]) {
        continue;
      }
      if (have[i] == base[i] || sourceWins(table)) {
        taken.set(i);
        merged[i] = want[i];
      } else {
        noted[i] = base[i];
        if (!RowKinds.isSelfHealing(shape.columns().get(i).name())) {
          conflicting.set(i);
        }
      }
    }
    if (!conflicting.isEmpty()) {
      decisions.add(
          new Decision(
              table,
              id,
              Op.CONFLICT,
              new BitSet(),
              conflicting,
              "both sides changed it; the target's stays (--overwrite "
                  + RowKinds.of(table).plural()
                  + " takes the source's)"));
    }
    if (!taken.isEmpty()) {
      decisions.add(new Decision(table, id, Op.UPDATE, taken, new BitSet(), ""));
    } else if (conflicting.isEmpty()) {
      unchanged.merge(RowKinds.of(table), 1L, Long::sum);
    }
    applied.put(table, id, noted);
    result.put(table, id, merged);
  }

  static BitSet differing(long[] one, long[] other) {
    BitSet differing = new BitSet();
    for (int i = 0; i < one.length; i++) {
      differing.set(i, one[i] != other[i]);
    }
    return differing;
  }

  /// Databases before 0.27 may give an id anew after a deletion, and an operator may name another
  /// source by mistake.
  private static boolean isAnother(TableShape shape, long[] want, long[] base) {
    List<String> identity = RowKinds.identity(shape.name());
    List<String> present = identity.stream().filter(name -> column(shape, name) >= 0).toList();
    boolean created = present.contains("created_at");
    if (!created || same(shape, "created_at", want, base)) {
      return false;
    }
    return present.size() == 1
        || present.stream()
            .filter(name -> !name.equals("created_at"))
            .anyMatch(name -> !same(shape, name, want, base));
  }

  private static boolean same(TableShape shape, String name, long[] one, long[] other) {
    int at = column(shape, name);
    return one[at] == other[at];
  }

  /// The place of a column in a table's shape, or -1.
  static int column(TableShape shape, String name) {
    List<ColumnShape> columns = shape.columns();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private boolean sourceWins(String table) {
    return options.overwrite().contains(RowKinds.of(table));
  }
}
