package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.store.Table;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Hands the rows of tables out, and takes back those that become no entity.
final class RowStream {
  private static final int PROGRESS_EVERY = 1000;

  private final Tables tables;
  private final Progress progress;
  private final Findings findings;
  private final List<RawRow> leftovers = new ArrayList<>();

  RowStream(Tables tables, Progress progress, Findings findings) {
    this.tables = tables;
    this.progress = progress;
    this.findings = findings;
  }

  /// Reads a table, or does nothing where the release had none.
  void each(String table, Consumer<Row> rows) throws SourceException {
    Table found = tables.find(table).orElse(null);
    if (found == null) {
      return;
    }
    String what = "reading " + table.replace('_', ' ');
    long total = tables.count(found);
    long[] done = {0};
    tables.read(
        found,
        row -> {
          rows.accept(new Row(row));
          if (++done[0] % PROGRESS_EVERY == 0) {
            progress.at(what, done[0], total);
          }
        });
    progress.at(what, done[0], done[0]);
  }

  RowFaults faults(Row row, String object) {
    return new RowFaults(row, object, findings);
  }

  void finding(Finding finding) {
    findings.add(finding);
  }

  RowIds ids(String kind) {
    return new RowIds(kind, findings);
  }

  void leftOver(Row row) {
    leftovers.add(SecretColumns.hide(row.raw()));
  }

  List<RawRow> leftovers() {
    return leftovers;
  }
}
