package dev.wayleave.exporters.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.bundle.BundleOptions;
import dev.wayleave.exporters.bundle.BundleTarget;
import dev.wayleave.exporters.terraform.TerraformTarget;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The secret that ends a tailnet lock: a bundle keeps it, and no other target passes it over in
/// silence. For `tailscale:` see `HostedTargetTest`.
class LockDisablementTest {
  private static final String VALUE = "5c".repeat(32);

  @TempDir Path folder;

  private static Reading source() throws Exception {
    Reading made = Edits.withPolicyInDatabase(TailnetBuilder.seeded(7).reading());
    Inventory.Builder inventory = Inventory.builder(made.inventory().source());
    made.inventory().entities().forEach(inventory::add);
    inventory.add(new Secret(SecretRole.LOCK_DISABLEMENT, Secret.ONLY, SecretText.of(VALUE)));
    return new Reading(inventory.build(), made.counts(), List.of());
  }

  private static List<Finding> findings(InventoryTarget.Preview preview) {
    return preview.plan().findings().stream()
        .filter(finding -> finding.object().contains("lock"))
        .toList();
  }

  private static InventoryTarget.Preview plan(InventoryTarget target) throws Exception {
    return target.plan(source(), PlanOptions.CAREFUL, Progress.SILENT);
  }

  @Test
  void aHeadscaleIsNotWrittenWithoutIt() throws Exception {
    for (InventoryTarget target :
        List.of(
            Targets.sqlite(folder.resolve("db.sqlite")),
            Targets.folder(folder.resolve("server")))) {
      assertThat(findings(plan(target)))
          .as(target.getClass().getSimpleName())
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Finding.Level.BLOCKER);
            assertThat(finding.code()).isEqualTo("LOCK_DISABLEMENT_LOST");
          });
    }
  }

  @Test
  void terraformNeverWritesItAndSaysSo() throws Exception {
    Path into = folder.resolve("tf");
    TerraformTarget target = new TerraformTarget(into, InstantSource.system(), new SecureRandom());
    InventoryTarget.Preview preview = plan(target);
    assertThat(findings(preview))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.LOSSY);
          assertThat(finding.code()).isEqualTo("LOCK_DISABLEMENT_NOT_WRITTEN");
        });
    Set<String> losses =
        preview.plan().findings().stream().map(Finding::code).collect(Collectors.toSet());
    target.apply(preview, losses, Progress.SILENT);
    try (Stream<Path> files = Files.walk(into)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(VALUE));
    }
  }

  @Test
  void aBundleKeepsIt() throws Exception {
    BundleTarget target =
        new BundleTarget(
            folder.resolve("tailnet.wl"),
            new BundleOptions(null, true, false),
            InstantSource.system(),
            new SecureRandom());
    target.apply(plan(target), Set.of(), Progress.SILENT);
    assertThat(target.read(Progress.SILENT).secrets())
        .filteredOn(secret -> secret.role() == SecretRole.LOCK_DISABLEMENT)
        .singleElement()
        .satisfies(secret -> assertThat(secret.value().reveal()).isEqualTo(VALUE));
  }
}
