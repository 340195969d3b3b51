package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects what a planner decides, and keeps the shown plan and the changes in step.
final class PlanDraft {
  private final List<PlanItem> items = new ArrayList<>();
  private final List<EntityChange> changes = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<EntityKind, KindSummary> summary = new EnumMap<>(EntityKind.class);

  void create(Entity<?> wanted, @Nullable Entity<?> last) {
    item(PlanItem.Op.CREATE, wanted, List.of(), "");
    change(new EntityChange(wanted.ref(), null, wanted, last, wanted));
  }

  void update(
      Entity<?> present, @Nullable Entity<?> last, Entity<?> wanted, List<FieldDiff> fields) {
    item(PlanItem.Op.UPDATE, wanted, fields, "");
    change(new EntityChange(wanted.ref(), present, wanted, last, wanted));
  }

  void merged(Entity<?> present, Entity<?> last, FieldMerge.Outcome outcome) {
    if (outcome.updates().isEmpty()) {
      if (outcome.conflicts().isEmpty()) {
        count(present.ref(), summaryOf(present.ref()).plusUnchanged());
      }
    } else {
      item(PlanItem.Op.UPDATE, outcome.merged(), outcome.updates(), "");
    }
    change(new EntityChange(present.ref(), present, outcome.merged(), last, outcome.applied()));
  }

  void delete(Entity<?> present, @Nullable Entity<?> last, String note) {
    item(PlanItem.Op.DELETE, present, List.of(), note);
    change(new EntityChange(present.ref(), present, null, last, null));
  }

  void conflict(Entity<?> shown, List<FieldDiff> fields, String note) {
    item(PlanItem.Op.CONFLICT, shown, fields, note);
  }

  void keep(Entity<?> present, String note) {
    item(PlanItem.Op.KEEP, present, List.of(), note);
  }

  void unchanged(Entity<?> present, @Nullable Entity<?> last, Entity<?> applied) {
    count(present.ref(), summaryOf(present.ref()).plusUnchanged());
    change(new EntityChange(present.ref(), present, present, last, applied));
  }

  /// Both sides deleted it.
  void forget(Entity<?> last) {
    change(new EntityChange(last.ref(), null, null, last, null));
  }

  void finding(Finding finding) {
    findings.add(finding);
  }

  private void item(PlanItem.Op op, Entity<?> shown, List<FieldDiff> fields, String note) {
    items.add(new PlanItem(op, shown.ref(), Labels.of(shown.value()), fields, note));
    count(shown.ref(), summaryOf(shown.ref()).plus(op));
  }

  private void change(EntityChange change) {
    if (change.writes()) {
      changes.add(change);
    }
  }

  private KindSummary summaryOf(EntityRef ref) {
    return summary.getOrDefault(ref.kind(), KindSummary.NONE);
  }

  private void count(EntityRef ref, KindSummary counted) {
    summary.put(ref.kind(), counted);
  }

  List<PlanItem> items() {
    return items;
  }

  List<EntityChange> changes() {
    return changes;
  }

  /// The changes in an order in which they can be carried out.
  List<EntityChange> orderedChanges() {
    return ChangeOrder.sort(changes);
  }

  List<Finding> findings() {
    return findings;
  }

  Map<EntityKind, KindSummary> summary() {
    return summary;
  }
}
