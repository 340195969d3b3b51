package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import java.nio.file.Path;

/// Opens dumps in plain form.
public final class PgDumpFile {
  private PgDumpFile() {}

  /// Finds the tables of a dump; the rows are read from the file when they are asked for.
  public static Tables open(Path file, Progress progress) throws SourceException {
    DumpInput in = DumpInput.open(DumpForms.requirePlain(file));
    boolean opened = false;
    try {
      DumpScan.Result found = DumpScan.of(in, progress);
      Tables tables = DumpTables.of(in, found);
      opened = true;
      return tables;
    } finally {
      if (!opened) {
        in.close();
      }
    }
  }
}
