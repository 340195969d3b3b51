package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.schema.KnownTables;
import dev.wayleave.importers.headscale.database.store.Table;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Keeps the rows of tables that Headscale makes but that become no entity, and reports the tables
/// that should not be there.
final class LeftoverTables {
  /// Not a table of Headscale's: where PostgreSQL itself tells of sequences.
  private static final String COUNTERS = "pg_sequences";

  private final Tables tables;
  private final RowStream stream;
  private final Set<String> read;

  /// @param read the tables whose rows were taken care of
  LeftoverTables(Tables tables, RowStream stream, Set<String> read) {
    this.tables = tables;
    this.stream = stream;
    this.read = read;
  }

  void read() throws SourceException {
    for (Table table : tables.all()) {
      if (read.contains(table.name())) {
        continue;
      }
      if (!KnownTables.isKnown(table.name())) {
        reportForeign(table);
      } else if (!KnownTables.current(table.name()).equals(table.name())) {
        readReplaced(table);
      } else {
        stream.each(table.name(), stream::leftOver);
        reportUnused(table);
      }
    }
    tables.counters().forEach((table, last) -> stream.leftOver(counter(table, last)));
  }

  /// In the form in which SQLite keeps the same.
  private static Row counter(String table, long last) {
    return new Row(
        new RawRow(
            COUNTERS,
            List.of("name", "seq"),
            List.of(new RawValue.Text(table), new RawValue.Int(last))));
  }

  private String object(Table table) throws SourceException {
    return "table " + table.name() + " (" + tables.count(table) + " rows)";
  }

  private void reportForeign(Table table) throws SourceException {
    stream.finding(
        Finding.info(
            "TABLE_UNKNOWN",
            object(table),
            "Headscale makes no table " + RowFaults.quoted(table.name()) + ", so it was not read.",
            "Save it by other means if someone needs it."));
  }

  private void reportUnused(Table table) throws SourceException {
    if (table.name().startsWith("_")) {
      stream.finding(
          Finding.info(
              "TABLE_LEFT",
              object(table),
              "The table " + table.name() + " belongs to a program that replicates the database.",
              "Nothing to do: its rows are kept beside the others."));
    }
  }

  /// A table under an earlier name, beside the one that took its place. Rows that never arrived
  /// there tell of an upgrade that broke off.
  private void readReplaced(Table table) throws SourceException {
    Set<String> arrived = new HashSet<>();
    String current = KnownTables.current(table.name());
    stream.each(current, row -> arrived.add(row.text("id")));
    long[] missing = {0};
    stream.each(
        table.name(),
        row -> {
          stream.leftOver(row);
          missing[0] += arrived.contains(row.text("id")) ? 0 : 1;
        });
    String what = "The table " + table.name() + " was left behind by an upgrade of Headscale";
    // A server that has worked on since then deletes rows: only an empty successor is a sure sign
    // outside the rebuild, which copies everything or nothing.
    boolean broken = missing[0] > 0 && (KnownTables.isOld(table.name()) || arrived.isEmpty());
    stream.finding(
        broken
            ? Finding.blocker(
                "SCHEMA_HALF_MIGRATED",
                object(table),
                what + "; " + missing[0] + " of its rows are missing in " + current + ".",
                "Restore the database from before the upgrade and read that.")
            : Finding.info(
                "TABLE_LEFT", object(table), what + ".", "Nothing to do: its rows are kept."));
  }
}
