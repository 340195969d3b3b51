package dev.wayleave.coordinator.kept;

/// The rows that tests use.
class KeptInMemoryTest extends KeptRowsContract {
  private final KeptInMemory rows = new KeptInMemory();

  @Override
  KeptRows rows() {
    return rows;
  }

  @Override
  KeptRows elsewhere() {
    return rows;
  }
}
