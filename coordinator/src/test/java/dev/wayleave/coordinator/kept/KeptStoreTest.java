package dev.wayleave.coordinator.kept;

import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.store.KeptStores;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;

/// The rows that a coordinator uses, as two replicas see them.
@QuarkusTest
@RunningCoordinator
class KeptStoreTest extends KeptRowsContract {
  @Inject KeptStores stores;

  private KeptRows one = new KeptInMemory();
  private KeptRows other = one;

  @BeforeEach
  @Override
  void empty() {
    one = stores.of(true);
    other = stores.of(false);
    super.empty();
  }

  @Override
  KeptRows rows() {
    return one;
  }

  @Override
  KeptRows elsewhere() {
    return other;
  }
}
