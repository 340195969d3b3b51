package dev.wayleave.exporters.headscale.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// A table through all releases that can be written: every part of it says which releases have it.
///
/// @param columns without `id`, which every table begins with
/// @param rebuilt the names of the columns in the order that 0.27 gives them when it rebuilds the
///   tables of an SQLite database, which it does with an empty one too
record TableDesign(
    String name,
    Releases releases,
    List<Column> columns,
    List<Index> indexes,
    List<Reference> references,
    List<String> rebuilt) {
  TableDesign {
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
    references = List.copyOf(references);
    rebuilt = List.copyOf(rebuilt);
  }

  /// The releases that have a part of the schema.
  ///
  /// @param first the oldest
  /// @param last the newest
  record Releases(SchemaRelease first, SchemaRelease last) {
    static final Releases ALL = since(SchemaRelease.V0_26);

    static Releases since(SchemaRelease first) {
      SchemaRelease[] known = SchemaRelease.values();
      return new Releases(first, known[known.length - 1]);
    }

    static Releases until(SchemaRelease last) {
      return new Releases(SchemaRelease.V0_26, last);
    }

    boolean include(SchemaRelease release) {
      return release.atLeast(first) && last.atLeast(release);
    }
  }

  /// @param length the most characters of a text, or 0 where there is no limit
  /// @param standard what a row without a value gets, as SQL, or empty
  record Column(
      String name,
      ColumnType type,
      int length,
      boolean notNull,
      String standard,
      Releases releases) {}

  /// @param where which rows are in it, as SQL, or empty for all
  /// @param written whether Headscale writes it by hand, and so in every release differently, where
  ///   its object mapper makes the others
  record Index(
      String name,
      boolean unique,
      List<String> columns,
      String where,
      boolean written,
      Releases releases) {
    Index {
      columns = List.copyOf(columns);
    }
  }

  /// A foreign key.
  ///
  /// @param onDelete what happens to the row when the other goes, as SQL, or empty: that is refused
  record Reference(String name, String column, String table, String onDelete) {}

  static TableDesign table(String name) {
    return new TableDesign(name, Releases.ALL, List.of(), List.of(), List.of(), List.of());
  }

  TableDesign since(SchemaRelease first) {
    return new TableDesign(name, Releases.since(first), columns, indexes, references, rebuilt);
  }

  TableDesign with(ColumnType type, String... names) {
    return with(Releases.ALL, type, names);
  }

  TableDesign with(Releases releases, ColumnType type, String... names) {
    return and(
        Arrays.stream(names)
            .map(column -> new Column(column, type, 0, false, "", releases))
            .toArray(Column[]::new));
  }

  TableDesign and(Column... more) {
    return new TableDesign(name, releases, joined(columns, more), indexes, references, rebuilt);
  }

  TableDesign indexed(Index... more) {
    return new TableDesign(name, releases, columns, joined(indexes, more), references, rebuilt);
  }

  TableDesign referring(Reference... more) {
    return new TableDesign(name, releases, columns, indexes, joined(references, more), rebuilt);
  }

  TableDesign rebuiltAs(String... order) {
    return new TableDesign(name, releases, columns, indexes, references, List.of(order));
  }

  /// The columns that a release has, in the order of a database that it made by itself.
  List<Column> columnsOf(SchemaRelease release, Engine engine) {
    Predicate<Column> there = column -> column.releases().include(release);
    boolean rebuilds = release == SchemaRelease.V0_27 && engine == Engine.SQLITE;
    return rebuilds
        ? rebuilt.stream().map(this::column).toList()
        : columns.stream().filter(there).toList();
  }

  List<Index> indexesOf(SchemaRelease release) {
    return indexes.stream().filter(index -> index.releases().include(release)).toList();
  }

  private Column column(String wanted) {
    return columns.stream().filter(c -> c.name().equals(wanted)).findFirst().orElseThrow();
  }

  private static <T> List<T> joined(List<T> some, T[] more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }
}
