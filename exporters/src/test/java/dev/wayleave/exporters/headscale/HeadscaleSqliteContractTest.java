package dev.wayleave.exporters.headscale;

import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.testkit.contract.InventoryTargetContract;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// An SQLite file of Headscale's keeps to what every target keeps to.
class HeadscaleSqliteContractTest extends InventoryTargetContract {
  @TempDir Path folder;

  @Override
  protected Reading source() {
    return TailnetBuilder.seeded(7).bare().reading();
  }

  @Override
  protected InventoryTarget emptyTarget() {
    return Targets.sqlite(folder.resolve("db.sqlite"));
  }
}
