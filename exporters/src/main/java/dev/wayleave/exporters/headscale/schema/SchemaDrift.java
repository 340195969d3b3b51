package dev.wayleave.exporters.headscale.schema;

import dev.wayleave.exporters.headscale.schema.ExistingTable.ExistingColumn;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Puts the differences between a database and a release's schema into words.
final class SchemaDrift {
  static final String CODE = "SCHEMA_DRIFTED";

  private final SchemaRelease release;
  private final List<Finding> findings;

  SchemaDrift(SchemaRelease release, List<Finding> findings) {
    this.release = release;
    this.findings = findings;
  }

  private String headscale() {
    return "Headscale " + release.label();
  }

  private void report(String object, String what, String remedy) {
    findings.add(Finding.blocker(CODE, object, what, remedy));
  }

  private String bringUpToDate() {
    return "Let the newest "
        + headscale()
        + " bring it up to date by starting it once, choose the schema that the target has, or write"
        + " to an empty one.";
  }

  void missing(String table) {
    report(
        "table " + table,
        "The target has tables of Headscale, but no table %s, which %s has."
            .formatted(table, headscale()),
        bringUpToDate());
  }

  void missingIndex(String index) {
    report(
        "index " + index,
        "There is no index %s, without which %s refuses to start.".formatted(index, headscale()),
        "Restore the database from a copy, or write to an empty target.");
  }

  /// Something that the release did not make, in an SQLite database whose all it compares.
  void foreign(String kind, String name) {
    report(
        kind + " " + name,
        "%s makes no %s %s and refuses to start beside it.".formatted(headscale(), kind, name),
        "Save what someone needs of it and drop it, or write to an empty target.");
  }

  void columns(TableShape table, ExistingTable existing, Engine engine, boolean compared) {
    for (ColumnShape column : table.columns()) {
      existing
          .column(column.name())
          .ifPresentOrElse(
              found -> type(table.name(), column, found, engine),
              () ->
                  report(
                      "table " + table.name(),
                      "The table %s has no column %s, which %s has."
                          .formatted(table.name(), column.name(), headscale()),
                      bringUpToDate()));
    }
    Set<String> known =
        table.columns().stream().map(ColumnShape::name).collect(Collectors.toUnmodifiableSet());
    existing.columns().stream()
        .filter(column -> !known.contains(column.name()))
        .forEach(column -> additional(table.name(), column, compared));
    if (existing.column("id").filter(id -> !id.counted()).isPresent()) {
      report(
          "table " + table.name(),
          "Nothing counts the column id of the table %s, so %s could add no row to it."
              .formatted(table.name(), headscale()),
          "Give the column a sequence of its own (ALTER SEQUENCE … OWNED BY), or write to an empty"
              + " target.");
    }
  }

  /// A column of the database's own: where everything is compared the start fails on it, elsewhere
  /// only rows fail, and only on one that they must fill.
  private void additional(String table, ExistingColumn column, boolean compared) {
    if (compared || column.needed()) {
      report(
          "table " + table,
          "The table %s has a column %s, which %s does not have and %s."
              .formatted(
                  table,
                  column.name(),
                  headscale(),
                  compared ? "refuses to start with" : "would leave empty, though it must not be"),
          "Save what someone needs of it and drop it, or write to an empty target.");
    }
  }

  /// SQLite takes any value in any column; PostgreSQL does not.
  private void type(String table, ColumnShape column, ExistingColumn found, Engine engine) {
    if (engine == Engine.POSTGRES && !types(column.type()).contains(found.type())) {
      report(
          "table " + table,
          "The column %s of the table %s is of type %s, where %s has %s."
              .formatted(
                  column.name(), table, found.type(), headscale(), types(column.type()).getFirst()),
          bringUpToDate());
    }
  }

  /// The types that hold what such a column is to hold, first the one that Headscale makes today.
  private static List<String> types(ColumnType type) {
    return switch (type) {
      case INTEGER -> List.of("bigint", "integer");
      case TEXT -> List.of("text", "character varying");
      case BOOLEAN -> List.of("boolean");
      case BYTES -> List.of("bytea");
      case TIME -> List.of("timestamp with time zone");
    };
  }

  void migrations(Set<String> recorded) {
    List<String> wanting =
        RecordedMigrations.required(release).stream().filter(id -> !recorded.contains(id)).toList();
    if (!wanting.isEmpty()) {
      report(
          "table migrations",
          "%s has not yet made its migrations %s here."
              .formatted(headscale(), String.join(", ", wanting)),
          bringUpToDate());
    }
    List<String> later =
        recorded.stream().filter(id -> RecordedMigrations.isLater(id, release)).sorted().toList();
    if (!later.isEmpty()) {
      report(
          "table migrations",
          "A Headscale newer than %s made the migrations %s here."
              .formatted(release.label(), String.join(", ", later)),
          "Choose the schema that this database has.");
    }
  }
}
