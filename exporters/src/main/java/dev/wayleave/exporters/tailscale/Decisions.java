package dev.wayleave.exporters.tailscale;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.plan.FieldDiff;
import dev.wayleave.tailnet.inventory.plan.KindSummary;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides for each wish, from what is there and what was last set from here, whether it is carried
/// out.
///
/// What only the source changed is set. What only the hosted side changed stays. What both changed
/// is a conflict, and stays unless it is to be overwritten.
final class Decisions {
  private final HostedState present;
  private final Map<String, String> applied;
  private final PlanOptions options;
  private final List<Step> steps = new ArrayList<>();
  private final Map<EntityRef, OneEntity> entities = new LinkedHashMap<>();
  private final Map<String, EntityRef> owners = new HashMap<>();

  /// What was decided about one entity.
  private static final class OneEntity {
    private final String label;
    private final List<FieldDiff> updates = new ArrayList<>();
    private final List<FieldDiff> conflicts = new ArrayList<>();
    private final List<FieldDiff> kept = new ArrayList<>();
    private final List<FieldDiff> withdrawn = new ArrayList<>();

    OneEntity(String label) {
      this.label = label;
    }

    boolean isInConflict() {
      return !conflicts.isEmpty() || !withdrawn.isEmpty();
    }

    boolean isUnchanged() {
      return updates.isEmpty() && kept.isEmpty() && !isInConflict();
    }
  }

  Decisions(HostedState present, Map<String, String> applied, PlanOptions options) {
    this.present = present;
    this.applied = applied;
    this.options = options;
  }

  /// A step that cannot be carried out after all, which is told elsewhere.
  void withdraw(Step step) {
    steps.remove(step);
    OneEntity entity = entities.get(owners.get(step.key()));
    if (entity != null) {
      List<FieldDiff> diffs =
          entity.updates.stream()
              .filter(diff -> diff.field().equals(step.aspect().field()))
              .toList();
      entity.updates.removeAll(diffs);
      entity.withdrawn.addAll(diffs);
    }
  }

  void take(Wish wish) {
    OneEntity entity = entities.computeIfAbsent(wish.ref(), _ -> new OneEntity(wish.label()));
    String there = present.value(wish.aspect(), wish.object()).orElse(null);
    if (there == null || there.equals(wish.value())) {
      return;
    }
    FieldDiff diff =
        new FieldDiff(field(wish), shown(wish.aspect(), there), shown(wish.aspect(), wish.value()));
    String last = applied.get(wish.key());
    if (mayBeSet(wish, there, last)) {
      steps.add(new Step(wish.aspect(), wish.object(), there, wish.value()));
      entity.updates.add(diff);
      owners.put(wish.key(), wish.ref());
    } else if (wish.value().equals(last)) {
      entity.kept.add(diff);
    } else {
      entity.conflicts.add(diff);
    }
  }

  private static String field(Wish wish) {
    return switch (wish.aspect()) {
      case SETTING -> wish.object();
      case ATTRIBUTE -> AttributeWishes.split(wish.object()).getValue();
      case POLICY, DNS, NAME, TAGS, IPV4, ROUTES, KEY_EXPIRY, AUTHORIZED -> wish.aspect().field();
    };
  }

  private boolean mayBeSet(Wish wish, String there, @Nullable String last) {
    return options.overwrite().contains(wish.aspect().kind())
        || (last == null ? wish.free() : last.equals(there));
  }

  /// A policy's text is long, and stands in the source.
  private static String shown(Aspect aspect, String value) {
    return aspect == Aspect.POLICY ? "%d characters".formatted(value.length()) : value;
  }

  /// In the order of [Aspect] within each device, devices after all else.
  List<Step> steps() {
    return steps.stream().sorted(Comparator.comparing(Decisions::room)).toList();
  }

  private static Integer room(Step step) {
    return switch (step.aspect()) {
      case POLICY -> 0;
      case DNS -> 1;
      case SETTING -> 2;
      case NAME, TAGS, IPV4, ROUTES, KEY_EXPIRY, ATTRIBUTE, AUTHORIZED -> 3;
    };
  }

  List<PlanItem> items() {
    List<PlanItem> items = new ArrayList<>();
    entities.forEach((ref, entity) -> {
      add(items, PlanItem.Op.UPDATE, ref, entity.label, entity.updates, "");
      add(
          items,
          PlanItem.Op.CONFLICT,
          ref,
          entity.label,
          entity.conflicts,
          "the hosted side has its own; it stays (--overwrite "
              + ref.kind().plural()
              + " takes the source's)");
      add(
          items,
          PlanItem.Op.CONFLICT,
          ref,
          entity.label,
          entity.withdrawn,
          "it cannot be set there now; the findings say why");
      add(
          items,
          PlanItem.Op.KEEP,
          ref,
          entity.label,
          entity.kept,
          "changed on the hosted side since it was set from here");
    });
    return items;
  }

  private static void add(
      List<PlanItem> items,
      PlanItem.Op op,
      EntityRef ref,
      String label,
      List<FieldDiff> fields,
      String note) {
    if (!fields.isEmpty()) {
      items.add(new PlanItem(op, ref, label, fields, note));
    }
  }

  Map<EntityKind, KindSummary> summary() {
    Map<EntityKind, KindSummary> summary = new EnumMap<>(EntityKind.class);
    entities.forEach((ref, entity) ->
        summary.merge(
            ref.kind(),
            new KindSummary(
                0,
                entity.updates.isEmpty() ? 0 : 1,
                0,
                entity.isUnchanged() ? 1 : 0,
                entity.isInConflict() ? 1 : 0,
                entity.kept.isEmpty() ? 0 : 1),
            Decisions::sum));
    return summary;
  }

  private static KindSummary sum(KindSummary one, KindSummary other) {
    return new KindSummary(
        one.create() + other.create(),
        one.update() + other.update(),
        one.delete() + other.delete(),
        one.unchanged() + other.unchanged(),
        one.conflict() + other.conflict(),
        one.keep() + other.keep());
  }
}
