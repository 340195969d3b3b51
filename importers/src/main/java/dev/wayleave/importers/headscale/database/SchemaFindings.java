package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.schema.KnownTables;
import dev.wayleave.importers.headscale.database.schema.Migrations;
import dev.wayleave.importers.headscale.database.schema.SchemaFacts;
import dev.wayleave.importers.headscale.database.store.Table;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;
import java.util.TreeMap;

/// Reports what is strange about a schema as a whole.
final class SchemaFindings {
  private SchemaFindings() {}

  static void report(SchemaFacts schema, String where, Findings findings) {
    String object = "database " + where;
    List<String> unknown = Migrations.unknown(schema);
    List<String> newer = unknown.stream().filter(Migrations::isNewer).toList();
    if (!newer.isEmpty()) {
      findings.add(
          Finding.blocker(
              "SCHEMA_NEWER",
              object,
              "A newer Headscale recorded the migrations " + String.join(", ", newer) + ".",
              "Use a newer Wayleave, which knows what they mean."));
    }
    List<String> foreign = unknown.stream().filter(id -> !Migrations.isNewer(id)).toList();
    if (!foreign.isEmpty()) {
      findings.add(
          Finding.info(
              "MIGRATION_UNKNOWN",
              object,
              "No release of Headscale records the migrations " + String.join(", ", foreign) + ".",
              "Nothing to do if a changed Headscale wrote this database."));
    }
    if (Migrations.contradictTables(schema)) {
      findings.add(
          Finding.blocker(
              "SCHEMA_HALF_MIGRATED",
              object,
              "Migrations are recorded that the tables do not show, the latest being "
                  + schema.migrations().stream().max(String::compareTo).orElse("none")
                  + ".",
              "Restore the database from before the upgrade, or let the release of Headscale that"
                  + " it belongs to repair it, and read it again."));
    }
    new TreeMap<>(schema.tables()).values().forEach(table -> reportColumns(table, findings));
  }

  static void reportRoutesTwice(long rows, Findings findings) {
    findings.add(
        Finding.blocker(
            "SCHEMA_HALF_MIGRATED",
            "table routes (" + rows + " rows)",
            "Routes stand in the table routes and in nodes.approved_routes, so an upgrade broke off"
                + " between the two.",
            "Restore the database from before the upgrade and read that."));
  }

  private static void reportColumns(Table table, Findings findings) {
    List<String> unknown = KnownTables.unknownColumns(table.name(), table.columnNames());
    if (!unknown.isEmpty()) {
      findings.add(
          Finding.info(
              "COLUMN_UNKNOWN",
              "table " + table.name(),
              "No release of Headscale has the columns " + String.join(", ", unknown) + ".",
              "Nothing to do: their values are kept with the rows."));
    }
  }
}
