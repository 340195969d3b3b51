package dev.wayleave.exporters.headscale.store;

import dev.wayleave.tailnet.inventory.plan.TargetException;

/// A look at a database whose journals lie in files beside it.
interface FileLook extends Look {
  FileJournals files();

  @Override
  default boolean isUnsettled(String migration) {
    return files().isPending(migration);
  }

  @Override
  default void settle(String migration, boolean tookEffect) throws TargetException {
    files().settle(migration, tookEffect);
  }

  @Override
  default Journal journal(String migration) throws TargetException {
    return files().read(migration);
  }
}
