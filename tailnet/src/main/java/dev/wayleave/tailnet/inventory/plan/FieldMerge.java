package dev.wayleave.tailnet.inventory.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.json.InventoryJsonException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Merges one entity field by field, as version control merges a file line by line.
///
/// A field that only the source changed is taken, one that only the target changed stays, and one
/// that both changed differently is a conflict, in which the target's stays unless the operator
/// lets the source win.
final class FieldMerge {
  private static final InventoryJson JSON = InventoryJson.revealing();

  private final EntityKind kind;
  private final ObjectNode source;
  private final ObjectNode target;
  private final ObjectNode base;
  private final ObjectNode shownSource;
  private final ObjectNode shownTarget;
  private final boolean sourceWins;

  private final ObjectNode merged;
  private final ObjectNode applied;
  private final List<FieldDiff> updates = new ArrayList<>();
  private final List<FieldDiff> conflicts = new ArrayList<>();

  private FieldMerge(Entity<?> source, Entity<?> target, Entity<?> base, boolean sourceWins) {
    this.kind = source.ref().kind();
    this.source = JSON.tree(source);
    this.target = JSON.tree(target);
    this.base = JSON.tree(base);
    this.shownSource = InventoryJson.redacted().tree(source);
    this.shownTarget = InventoryJson.redacted().tree(target);
    this.sourceWins = sourceWins;
    this.merged = this.target.deepCopy();
    this.applied = this.source.deepCopy();
  }

  /// @param merged what the target should hold
  /// @param applied what then counts as last applied: the source's, but in conflicts still the old
  record Outcome(
      Entity<?> merged, Entity<?> applied, List<FieldDiff> updates, List<FieldDiff> conflicts) {}

  static Outcome merge(Entity<?> source, Entity<?> target, Entity<?> base, boolean sourceWins) {
    FieldMerge merge = new FieldMerge(source, target, base, sourceWins);
    fields(merge.source, merge.target).forEach(merge::field);
    return new Outcome(
        merge.read(merge.merged), merge.read(merge.applied), merge.updates, merge.conflicts);
  }

  private void field(String name) {
    JsonNode wanted = source.path(name);
    JsonNode present = target.path(name);
    JsonNode last = base.path(name);
    if (wanted.equals(present) || wanted.equals(last)) {
      return;
    }
    FieldDiff diff =
        new FieldDiff(name, shownTarget.path(name).toString(), shownSource.path(name).toString());
    if (present.equals(last) || sourceWins) {
      put(merged, name, wanted);
      updates.add(diff);
    } else {
      put(applied, name, last);
      conflicts.add(diff);
    }
  }

  /// Of all fields of both: one that came later is absent where it says nothing.
  private static Set<String> fields(ObjectNode one, ObjectNode other) {
    Set<String> names = new LinkedHashSet<>();
    one.fieldNames().forEachRemaining(names::add);
    other.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void put(ObjectNode tree, String name, JsonNode value) {
    if (value.isMissingNode()) {
      tree.remove(name);
    } else {
      tree.set(name, value);
    }
  }

  /// The fields in which two entities differ, redacted.
  static List<FieldDiff> diff(Entity<?> before, Entity<?> after) {
    List<FieldDiff> diffs = new ArrayList<>();
    ObjectNode old = InventoryJson.redacted().tree(before);
    ObjectNode fresh = InventoryJson.redacted().tree(after);
    for (String name : fields(fresh, old)) {
      if (!old.path(name).equals(fresh.path(name))) {
        diffs.add(new FieldDiff(name, old.path(name).toString(), fresh.path(name).toString()));
      }
    }
    return diffs;
  }

  private Entity<?> read(ObjectNode tree) {
    try {
      return JSON.entity(kind, tree);
    } catch (InventoryJsonException e) {
      throw new AssertionError("fields of valid entities of one kind make a valid entity", e);
    }
  }
}
