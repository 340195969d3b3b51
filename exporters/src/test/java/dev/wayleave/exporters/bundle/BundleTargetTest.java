package dev.wayleave.exporters.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.wayleave.importers.bundle.BundleSource;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Receipt;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTargetTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:20:30.400Z");
  private static final SecretText PASSPHRASE = SecretText.of("correct horse");
  private static final BundleOptions PLAIN = new BundleOptions(null, true, false);
  private static final BundleOptions ENCRYPTED = new BundleOptions(PASSPHRASE, false, false);
  private static final BundleOptions BARE_OF_SECRETS = new BundleOptions(null, true, true);

  private final Reading reading =
      new Reading(
          TailnetBuilder.seeded(11).inventory(),
          TailnetBuilder.seeded(11).reading().counts(),
          List.of(Finding.info("NOTED", "user 1 (ada)", "It is so.", "Do nothing.")));

  @TempDir Path folder;

  @Test
  void readingComesBackWholeWithRowsCountsAndFindings() throws Exception {
    apply(ENCRYPTED, reading);
    assertThat(read(PASSPHRASE)).isEqualTo(reading);
    assertThat(read(PASSPHRASE).inventory().leftovers()).isNotEmpty();
  }

  @Test
  void migrationIsNamedAfterTheTime() throws Exception {
    assertThat(plan(PLAIN, reading).migration()).matches("20261122T102030Z-[0-9a-f]{8}");
  }

  @Test
  void bundleAndJournalAreForTheirOwnerAlone() throws Exception {
    apply(PLAIN, reading);
    apply(PLAIN, TailnetBuilder.seeded(12).reading());
    assertThat(files()).hasSize(3);
    for (Path file : files()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(file.toString())
          .isEqualTo("rw-------");
    }
  }

  @Test
  void bundleIsEncryptedUnlessAskedToBePlain() throws Exception {
    apply(ENCRYPTED, reading);
    assertThatThrownBy(() -> read(null))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("encrypted");
    assertThatThrownBy(() -> new BundleOptions(null, false, false))
        .hasMessageContaining("passphrase");
  }

  @Test
  void plainBundleBecomesEncryptedThoughItsEntitiesStay() throws Exception {
    apply(PLAIN, reading);
    Preview preview = apply(ENCRYPTED, reading);
    assertThat(preview.plan().changesAnything()).isFalse();
    assertThat(preview.plan().findings()).extracting(Finding::code).contains("BUNDLE_REWRITTEN");
    assertThat(read(PASSPHRASE)).isEqualTo(reading);
    assertThatThrownBy(() -> read(null)).hasMessageContaining("encrypted");
  }

  @Test
  void settingsThatTheSourceNoLongerGivesLeaveTheBundle() throws Exception {
    apply(PLAIN, reading);
    Reading bare = TailnetBuilder.seeded(11).bare().reading();
    Preview preview = apply(PLAIN, bare);
    assertThat(preview.plan().items())
        .extracting(PlanItem::op, item -> item.ref().toString())
        .contains(
            tuple(PlanItem.Op.DELETE, "server/-"),
            tuple(PlanItem.Op.DELETE, "secrets/noise-key/-"));
    assertThat(read(null)).isEqualTo(bare);
  }

  @Test
  void anotherTailnetReplacesTheFormerWithoutConflicts() throws Exception {
    apply(PLAIN, reading);
    Reading other = TailnetBuilder.seeded(99).users(2).nodes(3).reading();
    Preview preview = apply(PLAIN, other);
    assertThat(preview.plan().items())
        .extracting(PlanItem::op)
        .doesNotContain(PlanItem.Op.CONFLICT, PlanItem.Op.KEEP);
    assertThat(read(null)).isEqualTo(other);
  }

  @Test
  void secretsLeftOutArriveWithALaterApply() throws Exception {
    Preview first = apply(BARE_OF_SECRETS, reading);
    assertThat(first.plan().findings())
        .extracting(Finding::code)
        .contains("SECRETS_LEFT_OUT")
        .doesNotContain("SECRET_WITHHELD");
    assertThat(noiseKey(read(null)).isWithheld()).isTrue();
    Preview second = apply(PLAIN, reading);
    assertThat(second.plan().changesAnything()).isTrue();
    assertThat(noiseKey(read(null)).isWithheld()).isFalse();
  }

  @Test
  void sourceThatWithholdsSecretsLosesThemOnlyWhenAccepted() throws Exception {
    apply(BARE_OF_SECRETS, reading);
    Reading withheld = read(null);
    Files.delete(bundle());
    apply(PLAIN, reading);
    BundleTarget target = target(PLAIN);
    Preview preview = target.plan(withheld, PlanOptions.CAREFUL, Progress.SILENT);
    TargetException refused = refused(() -> target.apply(preview, Set.of(), Progress.SILENT));
    assertThat(refused.obstacles())
        .isNotEmpty()
        .allMatch(finding -> finding.code().equals("SECRET_WITHHELD"));
    assertThat(noiseKey(read(null)).isWithheld()).isFalse();
    target.apply(preview, Set.of("SECRET_WITHHELD"), Progress.SILENT);
    assertThat(noiseKey(read(null)).isWithheld()).isTrue();
  }

  @Test
  void fileThatIsNoBundleIsNeverWrittenOver() throws Exception {
    Files.writeString(bundle(), "dear diary\n");
    assertRefused(PLAIN, TargetException.Reason.UNAVAILABLE, "not a Wayleave bundle");
    assertThat(Files.readString(bundle())).isEqualTo("dear diary\n");
  }

  @Test
  void wrongPassphraseIsTold() throws Exception {
    apply(ENCRYPTED, reading);
    assertRefused(
        new BundleOptions(SecretText.of("wrong"), false, false),
        TargetException.Reason.UNAVAILABLE,
        "passphrase does not open");
    assertThat(read(PASSPHRASE)).isEqualTo(reading);
  }

  @Test
  void missingFolderAndFolderInTheFilesPlaceAreTold() throws Exception {
    assertThat(refused(() -> planAt(folder.resolve("no/where.bundle"))))
        .hasMessage(
            "There is no folder " + folder.resolve("no") + " to write the bundle into; create it.");
    Files.createDirectory(bundle());
    assertRefused(PLAIN, TargetException.Reason.UNAVAILABLE, "is a folder");
  }

  @Test
  void bundleChangedByAnotherSinceThePlanIsRefused() throws Exception {
    BundleTarget target = target(PLAIN);
    Preview preview = target.plan(reading, PlanOptions.CAREFUL, Progress.SILENT);
    Files.writeString(bundle(), "mine");
    assertThat(refused(() -> target.apply(preview, Set.of(), Progress.SILENT)).reason())
        .isEqualTo(TargetException.Reason.CHANGED);
    assertThat(Files.readString(bundle())).isEqualTo("mine");
  }

  @Test
  void failureInMidWriteLeavesTheFormerBundleAndNothingElse() throws Exception {
    apply(PLAIN, TailnetBuilder.seeded(12).reading());
    List<Path> before = files();
    byte[] bytes = Files.readAllBytes(bundle());
    BundleTarget target = target(PLAIN);
    Preview preview = target.plan(reading, PlanOptions.CAREFUL, Progress.SILENT);
    assertThatThrownBy(() ->
            target.apply(
                preview,
                Set.of(),
                (what, done, total) -> {
                  throw new IllegalStateException("power cut");
                }))
        .hasMessage("power cut");
    assertThat(files()).isEqualTo(before);
    assertThat(Files.readAllBytes(bundle())).isEqualTo(bytes);
  }

  @Test
  void symbolicLinkStaysOne() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real")).resolve("x.bundle");
    apply(PLAIN, TailnetBuilder.seeded(12).reading());
    Files.move(bundle(), real);
    Files.createSymbolicLink(bundle(), real);
    apply(PLAIN, reading);
    assertThat(bundle()).isSymbolicLink();
    assertThat(new BundleSource(real, null).read(Progress.SILENT)).isEqualTo(reading);
  }

  @Test
  void rollbackTakesAwayABundleThatWasNotThere() throws Exception {
    Receipt receipt = receipt(PLAIN, reading);
    assertThat(rollback(receipt)).isInstanceOf(RollbackOutcome.Done.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void rollbackRestoresTheFormerBundleByteForByte() throws Exception {
    apply(PLAIN, TailnetBuilder.seeded(12).reading());
    byte[] former = Files.readAllBytes(bundle());
    Receipt receipt = receipt(PLAIN, reading);
    assertThat(rollback(receipt)).isInstanceOf(RollbackOutcome.Done.class);
    assertThat(Files.readAllBytes(bundle())).isEqualTo(former);
  }

  @Test
  void rollbackOfAnApplyThatWroteNothingKeepsTheBundle() throws Exception {
    apply(PLAIN, reading);
    Receipt receipt = receipt(PLAIN, reading);
    assertThat(receipt.notes())
        .containsExactly("The bundle already holds this; nothing was written.");
    assertThat(rollback(receipt)).isInstanceOf(RollbackOutcome.Done.class);
    assertThat(read(null)).isEqualTo(reading);
  }

  @Test
  void rollbackIsRefusedWhenTheBundleWasChangedOrDeletedSince() throws Exception {
    Receipt receipt = receipt(PLAIN, reading);
    Files.writeString(bundle(), "mine");
    assertThat(rollback(receipt)).isInstanceOf(RollbackOutcome.Refused.class);
    assertThat(Files.readString(bundle())).isEqualTo("mine");
    Files.delete(bundle());
    assertThat(rollback(receipt)).isInstanceOf(RollbackOutcome.Refused.class);
    assertThat(bundle()).doesNotExist();
  }

  private void assertRefused(BundleOptions options, TargetException.Reason reason, String message) {
    TargetException refused =
        refused(() -> target(options).plan(reading, PlanOptions.CAREFUL, Progress.SILENT));
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused).hasMessageContaining(message).hasMessageContaining(bundle().toString());
  }

  private static TargetException refused(ThrowingCallable call) {
    return catchThrowableOfType(TargetException.class, call);
  }

  private Path bundle() {
    return folder.resolve("tailnet.bundle");
  }

  private BundleTarget target(BundleOptions options) {
    return new BundleTarget(bundle(), options, InstantSource.fixed(NOW), new SecureRandom());
  }

  private void planAt(Path file) throws TargetException {
    new BundleTarget(file, PLAIN, InstantSource.fixed(NOW), new SecureRandom())
        .plan(reading, PlanOptions.CAREFUL, Progress.SILENT);
  }

  private Preview plan(BundleOptions options, Reading source) throws TargetException {
    return target(options).plan(source, PlanOptions.CAREFUL, Progress.SILENT);
  }

  private Preview apply(BundleOptions options, Reading source) throws TargetException {
    BundleTarget target = target(options);
    Preview preview = target.plan(source, PlanOptions.CAREFUL, Progress.SILENT);
    target.apply(preview, Set.of(), Progress.SILENT);
    return preview;
  }

  private Receipt receipt(BundleOptions options, Reading source) throws TargetException {
    BundleTarget target = target(options);
    return target.apply(
        target.plan(source, PlanOptions.CAREFUL, Progress.SILENT), Set.of(), Progress.SILENT);
  }

  private RollbackOutcome rollback(Receipt receipt) throws TargetException {
    return target(PLAIN).rollback(receipt.migration(), Progress.SILENT);
  }

  private Reading read(@Nullable SecretText passphrase) throws SourceException {
    return new BundleSource(bundle(), passphrase).read(Progress.SILENT);
  }

  private static SecretText noiseKey(Reading reading) {
    return reading.inventory().secrets().getFirst().value();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
