package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.json.Digests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Plans a migration from three images: the source, the target, and what was last applied to the
/// target from this source.
///
/// For each entity the question is who changed it since the last time. What only the source changed
/// is carried over; what only the target changed stays; what both changed is a conflict. What the
/// target made by itself is never touched, unless the operator says so.
public final class Planner {
  private final Reading reading;
  private final Inventory source;
  private final Inventory target;
  private final Inventory applied;
  private final PlanOptions options;
  private final Set<EntityRef> untouchable;

  private final PlanDraft draft = new PlanDraft();
  private final boolean targetIsEmpty;
  private final boolean mirror;
  private int moved;

  private Planner(
      Reading reading,
      Inventory target,
      Inventory applied,
      PlanOptions options,
      Set<EntityRef> untouchable,
      boolean mirror) {
    this.reading = reading;
    this.source = reading.inventory();
    this.target = target;
    this.applied = applied;
    this.options = options;
    this.untouchable = untouchable;
    this.mirror = mirror;
    this.targetIsEmpty = target.nodes().isEmpty() && target.users().isEmpty();
  }

  /// Compares the three images and says what to do.
  ///
  /// @param applied what was last applied to the target from this source; empty the first time
  /// @param untouchable what is never deleted, for example the API key that asks for the plan
  public static Planned plan(
      Reading reading,
      Inventory target,
      Inventory applied,
      PlanOptions options,
      Set<EntityRef> untouchable) {
    return new Planner(reading, target, applied, options, untouchable, false).plan();
  }

  /// Plans for a target without a life of its own, such as a file: it becomes what the source
  /// holds, and nothing in it is the target's own making.
  public static Planned mirror(Reading reading, Inventory target, PlanOptions options) {
    return new Planner(reading, target, target, options, Set.of(), true).plan();
  }

  private Planned plan() {
    for (EntityKind kind : EntityKind.values()) {
      for (EntityRef ref : refs(kind)) {
        decide(ref);
      }
    }
    List<Finding> findings = new ArrayList<>(reading.findings());
    Moved.finding(moved).ifPresent(draft::finding);
    Moved.afterTheEnd(target, draft.changes()).ifPresent(draft::finding);
    findings.addAll(draft.findings());
    findings.addAll(ResultChecks.check(target, applied, draft.changes()));
    Digests.Whole digests = Digests.whole(source);
    Plan plan =
        new Plan(
            source.source(),
            reading.counts(),
            digests.fingerprint(),
            Digests.fingerprint(target),
            options,
            draft.summary(),
            digests.kinds(),
            draft.items(),
            findings);
    return new Planned(plan, draft.orderedChanges());
  }

  private Set<EntityRef> refs(EntityKind kind) {
    Set<EntityRef> refs = new TreeSet<>();
    for (Inventory side : List.of(source, target, applied)) {
      side.entities(kind).forEach(entity -> refs.add(entity.ref()));
    }
    return refs;
  }

  private void decide(EntityRef ref) {
    Entity<?> present = target.find(ref).orElse(null);
    Entity<?> last = applied.find(ref).orElse(null);
    Entity<?> wanted = source.find(ref).map(entity -> known(entity, present, last)).orElse(null);
    if (present != null && last != null && Moved.isOne(present, last)) {
      moved++;
      draft.unchanged(present, last, last);
    } else if (wanted != null && present != null) {
      inBoth(wanted, present, last);
    } else if (wanted != null) {
      onlyInSource(wanted, last);
    } else if (present != null) {
      onlyInTarget(present, last);
    } else if (last != null) {
      draft.forget(last);
    }
  }

  /// A source that withholds a secret does not take it from the target; a mirror shows it as it is.
  private Entity<?> known(Entity<?> wanted, @Nullable Entity<?> present, @Nullable Entity<?> last) {
    return mirror ? wanted : Secrets.fillIn(Secrets.fillIn(wanted, present), last);
  }

  private void onlyInSource(Entity<?> wanted, @Nullable Entity<?> last) {
    if (last == null || sourceWins(wanted.ref())) {
      draft.create(wanted, last);
    } else {
      draft.conflict(
          wanted,
          List.of(),
          "the target deleted it; it stays deleted (--overwrite "
              + wanted.ref().kind().plural()
              + " creates it again)");
    }
  }

  private void onlyInTarget(Entity<?> present, @Nullable Entity<?> last) {
    if (last == null) {
      madeByTarget(present);
    } else if (sourceHasNoOpinionOf(present)) {
      draft.unchanged(present, last, last);
    } else if (present.equals(last)) {
      draft.delete(present, last, "the source deleted it");
    } else if (options.prune()) {
      draft.delete(present, last, "the source deleted it; --prune drops the target's changes");
    } else {
      draft.conflict(
          present,
          FieldMerge.diff(last, present),
          "the source deleted it and the target changed it; it stays (--prune deletes it)");
    }
  }

  private void madeByTarget(Entity<?> present) {
    boolean setting =
        switch (present.ref().kind()) {
          case SERVER, DNS, DERP, TRANSITION, SECRET, IDENTITY_PROVIDER, ALIAS, HOSTED -> true;
          case USER, PRE_AUTH_KEY, API_KEY, OAUTH_CLIENT, OAUTH_TOKEN, NODE, POLICY -> false;
        };
    if (options.prune() && !setting && !untouchable.contains(present.ref())) {
      draft.delete(present, null, "made by the target; --prune deletes it");
    } else {
      draft.keep(present, "made by the target");
    }
  }

  /// A source that cannot know a kind says nothing about it: a bare database file holds neither
  /// settings nor secrets nor the policy file.
  private boolean sourceHasNoOpinionOf(Entity<?> present) {
    return !mirror
        && switch (present.ref().kind()) {
          case SERVER, DNS, DERP, TRANSITION, SECRET, IDENTITY_PROVIDER, ALIAS, HOSTED -> true;
          case POLICY -> source.server().isEmpty() && applied.server().isPresent();
          case USER, PRE_AUTH_KEY, API_KEY, OAUTH_CLIENT, OAUTH_TOKEN, NODE -> false;
        };
  }

  private void inBoth(Entity<?> wanted, Entity<?> present, @Nullable Entity<?> last) {
    if (Secrets.same(wanted, present)) {
      draft.unchanged(present, last, wanted);
    } else if (last == null) {
      metForTheFirstTime(wanted, present);
    } else if (RowIdentity.differs(wanted.value(), last.value()) && !sourceWins(wanted.ref())) {
      draft.finding(
          Finding.blocker(
              "ROW_REPLACED",
              Labels.object(wanted.value()),
              "The source now holds another row under this id than the one that was applied ("
                  + Labels.of(last.value())
                  + ").",
              "Check that this is the same source as before; if the row was deleted and its id"
                  + " given anew, use --overwrite "
                  + wanted.ref().kind().plural()
                  + "."));
      draft.conflict(wanted, FieldMerge.diff(present, wanted), "another row under the same id");
    } else {
      merge(wanted, present, last);
    }
  }

  private void merge(Entity<?> wanted, Entity<?> present, Entity<?> last) {
    FieldMerge.Outcome outcome = FieldMerge.merge(wanted, present, last, sourceWins(wanted.ref()));
    if (!outcome.conflicts().isEmpty()) {
      draft.conflict(
          present,
          outcome.conflicts(),
          "both sides changed it; the target's stays (--overwrite "
              + wanted.ref().kind().plural()
              + " takes the source's)");
    }
    draft.merged(present, last, outcome);
  }

  /// The target holds something under this id that did not come from this source.
  private void metForTheFirstTime(Entity<?> wanted, Entity<?> present) {
    EntityRef ref = wanted.ref();
    if (wanted.value().equals(present.value())) {
      draft.update(present, null, wanted, List.of());
    } else if (sourceWins(ref) || isDefaultOfEmptyTarget(ref)) {
      draft.update(present, null, wanted, FieldMerge.diff(present, wanted));
    } else {
      Optional<Finding> collision = Collisions.between(wanted.value(), present.value());
      collision.ifPresent(draft::finding);
      draft.conflict(
          present, FieldMerge.diff(present, wanted), "the target made it by itself; it stays");
    }
  }

  /// A new coordinator has settings and secrets of its own making, which an import replaces.
  private boolean isDefaultOfEmptyTarget(EntityRef ref) {
    return targetIsEmpty
        && switch (ref.kind()) {
          case SERVER, DNS, DERP, TRANSITION, SECRET -> true;
          case USER,
              PRE_AUTH_KEY,
              API_KEY,
              OAUTH_CLIENT,
              OAUTH_TOKEN,
              NODE,
              POLICY,
              ALIAS,
              IDENTITY_PROVIDER,
              HOSTED ->
              false;
        };
  }

  private boolean sourceWins(EntityRef ref) {
    return mirror || options.overwrite().contains(ref.kind());
  }
}
