package dev.wayleave.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.KindDigest;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.json.Digests;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Receipt;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// What every target of a migration keeps to.
///
/// The target may hold settings and keys of its own making beside what the source brings, so it is
/// compared on what the source names, and with itself as a whole.
public abstract class InventoryTargetContract {
  /// What is carried over, the same each time; a target that holds less than a whole tailnet names
  /// that here.
  protected Reading source() {
    return TailnetBuilder.seeded(7).reading();
  }

  /// A target that holds no user and no node; called once in each test.
  protected abstract InventoryTarget emptyTarget() throws Exception;

  /// What the target is to hold of the source; one that keeps times less finely compares them so.
  protected Map<EntityKind, KindDigest> digests(Inventory inventory, Predicate<EntityRef> counted) {
    return Digests.of(inventory, counted);
  }

  @Test
  void emptyTargetTakesEverything() throws Exception {
    InventoryTarget target = emptyTarget();
    Preview preview = plan(target, source());
    assertThat(preview.plan().obstacles(Set.of())).isEmpty();
    assertThat(preview.plan().digests()).isEqualTo(Digests.of(source().inventory()));
    Receipt receipt = target.apply(preview, Set.of(), Progress.SILENT);
    assertThat(receipt.migration()).isEqualTo(preview.migration());
    assertHoldsTheSource(target, source());
  }

  @Test
  void planningChangesNothing() throws Exception {
    InventoryTarget target = emptyTarget();
    Map<EntityKind, KindDigest> before = digests(target);
    plan(target, source());
    assertThat(digests(target)).isEqualTo(before);
  }

  @Test
  void secondApplyChangesNothing() throws Exception {
    InventoryTarget target = emptyTarget();
    apply(target, source());
    Map<EntityKind, KindDigest> once = digests(target);
    Preview again = plan(target, source());
    assertThat(again.plan().changesAnything()).isFalse();
    target.apply(again, Set.of(), Progress.SILENT);
    assertThat(digests(target)).isEqualTo(once);
  }

  /// A target that can neither make nor delete what the source does says so in its own place.
  @Test
  protected void lateSecondApplyCarriesOnlyWhatChanged() throws Exception {
    InventoryTarget target = emptyTarget();
    apply(target, source());
    Reading later = EditedReading.of(source());
    Preview preview = plan(target, later);
    assertThat(preview.plan().items())
        .filteredOn(item -> item.op() != PlanItem.Op.KEEP)
        .extracting(PlanItem::op, item -> item.ref().toString())
        .containsExactlyInAnyOrder(
            tuple(PlanItem.Op.UPDATE, "nodes/" + EditedReading.RENAMED),
            tuple(PlanItem.Op.DELETE, "nodes/" + EditedReading.DELETED),
            tuple(PlanItem.Op.CREATE, "users/" + EditedReading.NEW_USER));
    target.apply(preview, Set.of(), Progress.SILENT);
    assertHoldsTheSource(target, later);
    assertThat(target.read(Progress.SILENT).find(EntityRef.parse("nodes/" + EditedReading.DELETED)))
        .isEmpty();
  }

  @Test
  void rollbackOfTheFirstApplyGivesTheDigestsOfBefore() throws Exception {
    InventoryTarget target = emptyTarget();
    Map<EntityKind, KindDigest> before = digests(target);
    Receipt receipt = apply(target, source());
    assertThat(target.rollback(receipt.migration(), Progress.SILENT))
        .isInstanceOf(RollbackOutcome.Done.class);
    assertThat(digests(target)).isEqualTo(before);
  }

  @Test
  void rollbackOfALateApplyGivesTheDigestsOfBefore() throws Exception {
    InventoryTarget target = emptyTarget();
    apply(target, source());
    Map<EntityKind, KindDigest> before = digests(target);
    Receipt late = apply(target, EditedReading.of(source()));
    assertThat(digests(target)).isNotEqualTo(before);
    assertThat(target.rollback(late.migration(), Progress.SILENT))
        .isInstanceOf(RollbackOutcome.Done.class);
    assertThat(digests(target)).isEqualTo(before);
  }

  @Test
  void rollbackRefusesWhereALaterMigrationWouldBeLost() throws Exception {
    InventoryTarget target = emptyTarget();
    Receipt first = apply(target, source());
    apply(target, EditedReading.of(source()));
    Map<EntityKind, KindDigest> now = digests(target);
    RollbackOutcome outcome = target.rollback(first.migration(), Progress.SILENT);
    assertThat(outcome).isInstanceOf(RollbackOutcome.Refused.class);
    assertThat(((RollbackOutcome.Refused) outcome).losses()).isNotEmpty();
    assertThat(digests(target)).isEqualTo(now);
  }

  @Test
  void rollbackOfAnUnknownMigrationFails() throws Exception {
    InventoryTarget target = emptyTarget();
    for (String unknown : List.of("20200101T000000Z-00000000", "../../etc/passwd", "a b", "")) {
      assertThat(
              catchThrowableOfType(
                  TargetException.class, () -> target.rollback(unknown, Progress.SILENT)))
          .as("migration \"%s\"", unknown)
          .isNotNull();
    }
  }

  @Test
  void refusesWhenTheTargetChangedSinceThePlan() throws Exception {
    InventoryTarget target = emptyTarget();
    Preview stale = plan(target, source());
    apply(target, EditedReading.of(source()));
    Map<EntityKind, KindDigest> now = digests(target);
    assertThat(refused(target, stale, Set.of()).reason()).isEqualTo(TargetException.Reason.CHANGED);
    assertThat(digests(target)).isEqualTo(now);
  }

  @Test
  void blockersStopAndAcceptingThemDoesNotHelp() throws Exception {
    InventoryTarget target = emptyTarget();
    Map<EntityKind, KindDigest> before = digests(target);
    Finding finding = Finding.blocker("CANNOT_BE", "node 1 (a)", "It cannot be.", "Change it.");
    Preview preview = plan(target, with(finding));
    TargetException refused = refused(target, preview, Set.of("CANNOT_BE"));
    assertThat(refused.reason()).isEqualTo(TargetException.Reason.OBSTACLES);
    assertThat(refused.obstacles()).containsExactly(finding);
    assertThat(digests(target)).isEqualTo(before);
  }

  @Test
  void unacceptedLossStopsAndAcceptedLossPasses() throws Exception {
    InventoryTarget target = emptyTarget();
    Map<EntityKind, KindDigest> before = digests(target);
    Finding finding = Finding.lossy("TOO_MUCH", "node 1 (a)", "Part is lost.", "Accept it.");
    Preview preview = plan(target, with(finding));
    TargetException refused = refused(target, preview, Set.of("SOMETHING_ELSE"));
    assertThat(refused.reason()).isEqualTo(TargetException.Reason.OBSTACLES);
    assertThat(refused.obstacles()).containsExactly(finding);
    assertThat(digests(target)).isEqualTo(before);
    target.apply(preview, Set.of("TOO_MUCH"), Progress.SILENT);
    assertHoldsTheSource(target, source());
  }

  @Test
  void actionsAndInformationStopNothing() throws Exception {
    InventoryTarget target = emptyTarget();
    Preview preview = plan(target, with(Finding.action("DO", "user 1 (a)", "It is so.", "Do it.")));
    assertThat(preview.plan().findings()).extracting(Finding::code).contains("DO");
    target.apply(preview, Set.of(), Progress.SILENT);
    assertHoldsTheSource(target, source());
  }

  private static Preview plan(InventoryTarget target, Reading source) throws TargetException {
    return target.plan(source, PlanOptions.CAREFUL, Progress.SILENT);
  }

  private static Receipt apply(InventoryTarget target, Reading source) throws TargetException {
    return target.apply(plan(target, source), Set.of(), Progress.SILENT);
  }

  private static TargetException refused(
      InventoryTarget target, Preview preview, Set<String> accepted) {
    return catchThrowableOfType(
        TargetException.class, () -> target.apply(preview, accepted, Progress.SILENT));
  }

  private static Map<EntityKind, KindDigest> digests(InventoryTarget target)
      throws TargetException {
    return Digests.of(target.read(Progress.SILENT));
  }

  private void assertHoldsTheSource(InventoryTarget target, Reading source) throws TargetException {
    Inventory wanted = source.inventory();
    assertThat(digests(target.read(Progress.SILENT), ref -> wanted.find(ref).isPresent()))
        .isEqualTo(digests(wanted, _ -> true));
  }

  private Reading with(Finding finding) {
    return new Reading(source().inventory(), source().counts(), List.of(finding));
  }
}
