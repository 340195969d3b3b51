package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.ExistingSchema;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.importers.headscale.database.schema.KnownTables;
import dev.wayleave.importers.headscale.database.schema.Releases;
import dev.wayleave.importers.headscale.database.schema.SchemaFacts;
import dev.wayleave.importers.headscale.database.store.Table;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a database is one that this schema's rows can be written to.
sealed interface SchemaCheck {
  /// No table of Headscale's is there.
  record Nothing() implements SchemaCheck {}

  /// The release's own tables, with the release's columns.
  record Fits() implements SchemaCheck {}

  /// Something else.
  ///
  /// @param sentence says which table or column tells, and what to do
  record Differs(String sentence) implements SchemaCheck {}

  /// Compares what is there with what the release makes.
  ///
  /// @param label the database's name
  static SchemaCheck of(HeadscaleSchema schema, Optional<Tables> tables, String label)
      throws SourceException {
    return tables.isEmpty() ? new Nothing() : new Judge(schema, tables.get(), label).judge();
  }

  /// Looks at one database.
  final class Judge {
    private final HeadscaleSchema schema;
    private final Tables tables;
    private final String label;

    private Judge(HeadscaleSchema schema, Tables tables, String label) {
      this.schema = schema;
      this.tables = tables;
      this.label = label;
    }

    private SchemaCheck judge() throws SourceException {
      ExistingSchema existing = existing();
      if (existing.hasNothingOf(schema)) {
        return nothing();
      }
      List<Finding> differences = existing.differences(schema);
      if (differences.isEmpty()) {
        return new Fits();
      }
      Finding first = differences.getFirst();
      String more =
          differences.size() == 1 ? "" : " (" + (differences.size() - 1) + " more like it)";
      return new Differs(
          "%s, which looks like a database of Headscale %s, cannot take the rows of %s: %s%s %s"
              .formatted(
                  label,
                  Releases.detect(facts()),
                  schema.release().label(),
                  first.what(),
                  more,
                  first.remedy()));
    }

    private ExistingSchema existing() throws SourceException {
      try {
        return ExistingSchema.read(tables.connection().orElseThrow(), schema.engine());
      } catch (SQLException e) {
        throw new SourceException(label + " cannot be read: its schema could not be asked for", e);
      }
    }

    /// Headscale refuses an SQLite file with tables that it does not know; PostgreSQL's extensions
    /// bring some of their own.
    private SchemaCheck nothing() {
      List<String> foreign =
          schema.engine() == Engine.POSTGRES
              ? List.of()
              : tables.all().stream()
                  .map(Table::name)
                  .filter(name -> !KnownTables.isKnown(name))
                  .toList();
      return foreign.isEmpty()
          ? new Nothing()
          : new Differs(
              "%s is no database of Headscale's: it has the table %s; name another file."
                  .formatted(label, foreign.getFirst()));
    }

    private SchemaFacts facts() throws SourceException {
      Set<String> migrations = new HashSet<>();
      List<String> version = new ArrayList<>();
      Optional<Table> recorded = tables.find("migrations");
      if (recorded.isPresent()) {
        tables.read(
            recorded.get(), row -> migrations.add(String.valueOf(RawValues.text(row.get("id")))));
      }
      Optional<Table> versions = tables.find("database_versions");
      if (versions.isPresent()) {
        tables.read(
            versions.get(), row -> version.add(String.valueOf(RawValues.text(row.get("version")))));
      }
      return SchemaFacts.of(tables.all(), migrations, version.isEmpty() ? "" : version.getFirst());
    }
  }
}
