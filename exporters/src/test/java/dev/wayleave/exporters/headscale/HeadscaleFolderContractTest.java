package dev.wayleave.exporters.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.importers.headscale.HeadscaleSource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.testkit.contract.InventoryTargetContract;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/// A server's folder keeps to what every target keeps to, settings and keys included.
class HeadscaleFolderContractTest extends InventoryTargetContract {
  @TempDir static Path former;

  @TempDir Path folder;

  /// A server of Headscale's, which knows of more settings than a made-up tailnet. Its policy is in
  /// the database: that of a file is called after the file, which lies elsewhere in each folder.
  @Override
  protected Reading source() {
    Path server = former.resolve("server");
    try {
      HeadscaleFolderTarget target = Targets.folder(server);
      if (target.read(Progress.SILENT).nodes().isEmpty()) {
        Reading made = Edits.withPolicyInDatabase(TailnetBuilder.seeded(7).reading());
        target.apply(
            target.plan(made, PlanOptions.CAREFUL, Progress.SILENT), Set.of(), Progress.SILENT);
      }
      Reading read =
          new HeadscaleSource(server.resolve("config.yaml"), Map.of(), former)
              .read(Progress.SILENT);
      assertThat(read.inventory().server()).isPresent();
      return new Reading(read.inventory(), read.counts(), List.of());
    } catch (Exception e) {
      throw new AssertionError("no server to begin with", e);
    }
  }

  @Override
  protected InventoryTarget emptyTarget() {
    return Targets.folder(folder.resolve("headscale"));
  }
}
