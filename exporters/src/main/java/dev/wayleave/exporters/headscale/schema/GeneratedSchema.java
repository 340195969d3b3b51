package dev.wayleave.exporters.headscale.schema;

import dev.wayleave.exporters.headscale.schema.TableDesign.Column;
import dev.wayleave.exporters.headscale.schema.TableDesign.Index;
import dev.wayleave.exporters.headscale.schema.TableDesign.Reference;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A schema made from the one description of all of them.
record GeneratedSchema(SchemaRelease release, Engine engine, Dialect dialect)
    implements HeadscaleSchema {
  private static final ColumnShape ID = new ColumnShape("id", ColumnType.INTEGER, true);

  /// The newest patch release of 0.29, in the spelling in which that one notes itself.
  private static final String NEWEST_0_29 = "v0.29.2";

  private static final List<String> VERSION_COLUMNS = List.of("id", "version", "updated_at");

  @Override
  public List<TableShape> tables() {
    return Tables.of(release).stream().map(this::shape).toList();
  }

  private TableShape shape(TableDesign table) {
    Stream<ColumnShape> columns =
        table.columnsOf(release, engine).stream()
            .map(column -> new ColumnShape(column.name(), column.type(), column.notNull()));
    return new TableShape(table.name(), Stream.concat(Stream.of(ID), columns).toList());
  }

  @Override
  public List<String> creation() {
    List<String> statements = new ArrayList<>();
    if (Tables.DATABASE_VERSIONS.releases().include(release)) {
      statements.add(table(Tables.DATABASE_VERSIONS));
    }
    statements.add(
        "CREATE TABLE migrations (%s, PRIMARY KEY (id))".formatted(dialect.migrationId()));
    List<TableDesign> tables = Tables.of(release);
    tables.forEach(table -> statements.add(table(table)));
    for (TableDesign table : tables) {
      table.indexesOf(release).forEach(index -> statements.add(index(table, index)));
    }
    return List.copyOf(statements);
  }

  private String table(TableDesign table) {
    Stream<String> parts =
        Stream.of(
                Stream.of(dialect.id()),
                table.columnsOf(release, engine).stream().map(this::column),
                table.references().stream().map(GeneratedSchema::reference))
            .flatMap(part -> part);
    return "CREATE TABLE " + table.name() + " (" + String.join(", ", parts.toList()) + ")";
  }

  private String column(Column column) {
    return column.name()
        + " "
        + dialect.type(column)
        + (column.notNull() ? " NOT NULL" : "")
        + (column.standard().isEmpty() ? "" : " DEFAULT " + column.standard());
  }

  private static String reference(Reference reference) {
    return "CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s (id)"
            .formatted(reference.name(), reference.column(), reference.table())
        + (reference.onDelete().isEmpty() ? "" : " ON DELETE " + reference.onDelete());
  }

  private String index(TableDesign table, Index index) {
    return "CREATE %sINDEX %s ON %s"
            .formatted(index.unique() ? "UNIQUE " : "", index.name(), table.name())
        + columns(index)
        + (index.where().isEmpty() ? "" : " WHERE " + index.where());
  }

  /// Since 0.27 Headscale compares the text of SQLite's indexes with its own, line by line.
  private String columns(Index index) {
    SchemaRelease spelling = index.written() ? release : SchemaRelease.V0_30_DEV;
    return switch (spelling) {
      case V0_26 -> " (" + String.join(",", index.columns()) + ")";
      case V0_27 -> "(\n  " + String.join(",\n  ", index.columns()) + "\n)";
      case V0_28, V0_29, V0_30_DEV -> "(" + String.join(", ", index.columns()) + ")";
    };
  }

  @Override
  public List<String> afterRows() {
    return Tables.of(release).stream()
        .flatMap(table -> dialect.count(table.name()).stream())
        .toList();
  }

  @Override
  public List<RawRow> bookkeeping(Instant now) {
    List<RawRow> rows = new ArrayList<>();
    for (String id : RecordedMigrations.of(release)) {
      rows.add(new RawRow("migrations", List.of("id"), List.of(new RawValue.Text(id))));
    }
    // Only released versions note themselves.
    if (release == SchemaRelease.V0_29) {
      rows.add(
          new RawRow(
              Tables.DATABASE_VERSIONS.name(),
              VERSION_COLUMNS,
              List.of(
                  new RawValue.Int(1),
                  new RawValue.Text(NEWEST_0_29),
                  new RawValue.Text(dialect.time(now)))));
    }
    return List.copyOf(rows);
  }
}
