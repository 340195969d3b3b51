package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;

/// Reads tables that someone else has opened, for example those that are about to be written.
public final class TablesReader {
  private TablesReader() {}

  /// Reads them as a database of Headscale's.
  ///
  /// @param where the tables' name for sentences
  public static DatabaseReading read(Tables tables, String where) throws SourceException {
    return DatabaseReader.read(tables, where, new Findings(), Progress.SILENT);
  }
}
