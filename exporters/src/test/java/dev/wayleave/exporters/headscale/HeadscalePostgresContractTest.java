package dev.wayleave.exporters.headscale;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.KindDigest;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.json.Digests;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.testkit.contract.InventoryTargetContract;
import dev.wayleave.testkit.database.FreshDatabase;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A PostgreSQL database of Headscale's keeps to what every target keeps to.
class HeadscalePostgresContractTest extends InventoryTargetContract {
  @RegisterExtension final FreshDatabase database = new FreshDatabase(EmptyPostgres.TEMPLATE);

  @Override
  protected Reading source() {
    return TailnetBuilder.seeded(7).bare().reading();
  }

  @Override
  protected Map<EntityKind, KindDigest> digests(Inventory inventory, Predicate<EntityRef> counted) {
    return Digests.comparable(inventory, counted);
  }

  @Override
  protected InventoryTarget emptyTarget() {
    return Targets.postgres(database.get());
  }
}
