package dev.wayleave.exporters.bundle;

import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.testkit.contract.InventoryTargetContract;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class BundleTargetContractTest extends InventoryTargetContract {
  @TempDir Path folder;

  @Override
  protected InventoryTarget emptyTarget() {
    return new BundleTarget(
        folder.resolve("tailnet.bundle"),
        new BundleOptions(null, true, false),
        InstantSource.system(),
        new SecureRandom());
  }
}
