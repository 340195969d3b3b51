package dev.wayleave.exporters.headscale.store;

import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.util.List;
import java.util.Optional;

/// One consistent state of a database that may be there or not, until it is closed.
interface Look extends AutoCloseable {
  /// Empty where there is no database, or an empty file.
  Optional<Tables> tables();

  /// The journals of the migrations that were applied here, or were being applied when something
  /// ended it; in the order of their numbers.
  List<Journal.Header> journals();

  /// Whether the migration's journal was written and nothing says yet whether the database was.
  boolean isUnsettled(String migration);

  /// Says of an unsettled journal what came of it.
  void settle(String migration, boolean tookEffect) throws TargetException;

  Journal journal(String migration) throws TargetException;

  @Override
  void close();
}
