package dev.wayleave.importers.headscale.database.schema;

import dev.wayleave.importers.headscale.database.store.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// All that tells Headscale's releases apart.
///
/// @param tables by name
/// @param migrations the recorded ids, as a set: their number and order say nothing
/// @param recordedVersion the release that last ran, without `v`, or empty; written since 0.29 and
///   never by development builds
public record SchemaFacts(
    Map<String, Table> tables, Set<String> migrations, String recordedVersion) {
  public SchemaFacts {
    tables = Map.copyOf(tables);
    migrations = Set.copyOf(migrations);
  }

  public static SchemaFacts of(List<Table> tables, Set<String> migrations, String recorded) {
    return new SchemaFacts(
        tables.stream().collect(Collectors.toMap(Table::name, table -> table)),
        migrations,
        recorded.startsWith("v") ? recorded.substring(1) : recorded);
  }

  public boolean has(String table) {
    return tables.containsKey(table);
  }

  public boolean has(String table, String column) {
    return column(table, column).isPresent();
  }

  Optional<Table.Column> column(String table, String column) {
    Table found = tables.get(table);
    return found == null
        ? Optional.empty()
        : found.columns().stream().filter(c -> c.name().equals(column)).findFirst();
  }

  boolean recorded(String migration) {
    return migrations.contains(migration);
  }
}
