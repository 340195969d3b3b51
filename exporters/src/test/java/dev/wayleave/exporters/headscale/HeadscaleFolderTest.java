package dev.wayleave.exporters.headscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Receipt;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server's folder does beyond the contract.
class HeadscaleFolderTest {
  private static final String CONFIG = "config.yaml";

  @TempDir Path room;

  private Path folder = Path.of("");
  private Reading source = TailnetBuilder.seeded(7).reading();

  @BeforeEach
  void begin() throws Exception {
    folder = room.resolve("headscale");
    source = Edits.withPolicyInDatabase(TailnetBuilder.seeded(7).reading());
  }

  @Test
  void keysAndDatabaseAreForTheirOwnerAlone() throws Exception {
    apply(source);
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("db.sqlite"))).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("noise_private.key"))).isEqualTo("rw-------");
  }

  @Test
  void fileOfAnotherOriginIsABlockerAndStays() throws Exception {
    Files.createDirectory(folder);
    Files.writeString(folder.resolve(CONFIG), "mine: true\n");
    InventoryTarget target = Targets.folder(folder);
    Preview preview = target.plan(source, PlanOptions.CAREFUL, Progress.SILENT);
    assertThat(preview.plan().findings())
        .filteredOn(finding -> finding.level() == Level.BLOCKER)
        .extracting(Finding::code, Finding::object)
        .containsExactly(tuple("FILE_DIFFERS", "file " + folder.resolve(CONFIG)));
    TargetException refused =
        catchThrowableOfType(
            TargetException.class, () -> target.apply(preview, Set.of(), Progress.SILENT));
    assertThat(refused.reason()).isEqualTo(TargetException.Reason.OBSTACLES);
    assertThat(Files.readString(folder.resolve(CONFIG))).isEqualTo("mine: true\n");
    assertThat(folder.resolve("db.sqlite")).doesNotExist();
  }

  @Test
  void fileIsWrittenOverWhenAskedAndComesBackWithARollback() throws Exception {
    Files.createDirectory(folder);
    Files.writeString(folder.resolve(CONFIG), "mine: true\n");
    Receipt receipt = apply(source, new PlanOptions(false, Set.of(EntityKind.SERVER)));
    assertThat(Files.readString(folder.resolve(CONFIG))).contains("server_url");
    assertThat(Targets.folder(folder).rollback(receipt.migration(), Progress.SILENT))
        .isInstanceOf(RollbackOutcome.Done.class);
    assertThat(Files.readString(folder.resolve(CONFIG))).isEqualTo("mine: true\n");
    assertThat(folder.resolve("db.sqlite")).doesNotExist();
    assertThat(folder.resolve("noise_private.key")).doesNotExist();
  }

  @Test
  void rollbackOfANewServerLeavesNothing() throws Exception {
    Receipt receipt = apply(source);
    assertThat(Targets.folder(folder).rollback(receipt.migration(), Progress.SILENT))
        .isInstanceOf(RollbackOutcome.Done.class);
    assertThat(folder).doesNotExist();
  }

  @Test
  void rollbackIsRefusedWhereAFileWasEdited() throws Exception {
    Receipt receipt = apply(source);
    Files.writeString(folder.resolve(CONFIG), "edited: true\n");
    assertThat(Targets.folder(folder).rollback(receipt.migration(), Progress.SILENT))
        .isInstanceOf(RollbackOutcome.Refused.class);
    assertThat(folder.resolve("db.sqlite")).exists();
  }

  @Test
  void fileEditedBetweenPlanAndApplyIsRefused() throws Exception {
    apply(source);
    InventoryTarget target = Targets.folder(folder);
    Preview preview =
        target.plan(Edits.rename(source, 1, "new"), PlanOptions.CAREFUL, Progress.SILENT);
    Files.writeString(folder.resolve(CONFIG), "edited: true\n");
    TargetException refused =
        catchThrowableOfType(
            TargetException.class, () -> target.apply(preview, Set.of(), Progress.SILENT));
    assertThat(refused.reason()).isEqualTo(TargetException.Reason.CHANGED);
    assertThat(target.plan(source, PlanOptions.CAREFUL, Progress.SILENT).plan().findings())
        .extracting(Finding::code)
        .contains("FILE_DIFFERS");
  }

  private Receipt apply(Reading reading) throws TargetException {
    return apply(reading, PlanOptions.CAREFUL);
  }

  private Receipt apply(Reading reading, PlanOptions options) throws TargetException {
    InventoryTarget target = Targets.folder(folder);
    return target.apply(target.plan(reading, options, Progress.SILENT), Set.of(), Progress.SILENT);
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
