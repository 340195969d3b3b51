package dev.wayleave.coordinator.api.migration;

import dev.wayleave.api.client.CoordinatorAddress;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.exporters.wayleave.CoordinatorTarget;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.contract.InventoryTargetContract;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/// A coordinator keeps the contract of every target, through its API.
@QuarkusTest
@RunningCoordinator
class CoordinatorTargetContractTest extends InventoryTargetContract {
  private @Nullable CoordinatorClient client;

  @AfterEach
  void close() {
    if (client != null) {
      client.close();
    }
  }

  @Override
  protected InventoryTarget emptyTarget() throws SQLException {
    EmptyTailnet.make();
    // The port is known only once the application runs.
    client =
        new CoordinatorClient(
            new CoordinatorAddress(
                URI.create("http://127.0.0.1:" + RestAssured.port),
                SecretText.of(Client.ownerKey())));
    return new CoordinatorTarget(client, InstantSource.system(), false);
  }
}
