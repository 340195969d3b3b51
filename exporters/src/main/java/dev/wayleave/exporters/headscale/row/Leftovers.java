package dev.wayleave.exporters.headscale.row;

import dev.wayleave.exporters.headscale.schema.ColumnShape;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.importers.headscale.database.schema.KnownTables;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Rows that are no entity: deleted users, nodes and policies, keys without a secret, other tables.
///
/// They go back where the target is of the source's own release and engine. Elsewhere they mean
/// nothing to anybody, and are only counted.
final class Leftovers {
  /// What says which release wrote a database; each schema brings its own.
  private static final Set<String> BOOKKEEPING =
      Set.of("migrations", "database_versions", "sqlite_sequence", "pg_sequences");

  private final Inventory inventory;
  private final Target target;
  private final Map<String, Integer> left = new TreeMap<>();

  Leftovers(Inventory inventory, Target target) {
    this.inventory = inventory;
    this.target = target;
  }

  /// The rows of a table.
  List<RawRow> of(String table) {
    return inventory.leftovers().stream().filter(row -> row.table().equals(table)).toList();
  }

  /// How far the source has counted the rows of each table, those that are deleted included.
  Map<String, Long> counters() {
    Map<String, Long> counters = new TreeMap<>();
    for (RawRow raw :
        Stream.of("sqlite_sequence", "pg_sequences").map(this::of).flatMap(List::stream).toList()) {
      Row row = new Row(raw);
      Long number = row.reference("seq");
      // After the last number there is none for the next row.
      if (number != null && number < Long.MAX_VALUE) {
        counters.merge(KnownTables.current(row.text("name")), number, Math::max);
      }
    }
    return counters;
  }

  /// Adds the rows of a table that can go back.
  void addTo(RowTable<?> table, Uniques uniques, Set<Long> written) {
    for (RawRow row :
        target.fidelity().keepsRows() ? of(table.shape().name()) : List.<RawRow>of()) {
      RawRow revealed = Revealed.of(row);
      Long id = new Row(revealed).reference("id");
      if (id != null
          && isFree(revealed, uniques)
          && table.add(id, projected(revealed, table.shape()))) {
        written.add(id);
      } else {
        left.merge(row.table(), 1, Integer::sum);
      }
    }
  }

  /// Reports what stays behind.
  void report(Set<String> tables, Remarks remarks) {
    for (RawRow row : inventory.leftovers()) {
      boolean tried = target.fidelity().keepsRows() && tables.contains(row.table());
      if (!tried && !BOOKKEEPING.contains(row.table())) {
        left.merge(row.table(), 1, Integer::sum);
      }
    }
    left.forEach((table, count) ->
        remarks.add(
            Finding.info(
                "ROWS_LEFT_OUT",
                "table " + table + " (" + count + " rows)",
                "Rows that are nothing by themselves are not carried: they are deleted, belong to"
                    + " nothing, or stand in other columns now.",
                "Nothing; the source still has them.")));
  }

  private boolean isFree(RawRow raw, Uniques uniques) {
    Row row = new Row(raw);
    String object = "row " + row.text("id") + " of " + raw.table();
    return switch (raw.table()) {
      case "users" ->
          row.isNull("provider_identifier")
              ? uniques.takeIfFree("users.name", row.text("name"), object)
              : uniques.takeIfFree(
                  "users.provider_identifier", row.text("provider_identifier"), object);
      case "pre_auth_keys" ->
          row.text("prefix").isEmpty()
              || uniques.takeIfFree("pre_auth_keys.prefix", row.text("prefix"), object);
      case "api_keys" -> uniques.takeIfFree("api_keys.prefix", row.text("prefix"), object);
      case "oauth_clients" ->
          uniques.takeIfFree("oauth_clients.client_id", row.text("client_id"), object);
      case "oauth_access_tokens" ->
          uniques.takeIfFree("oauth_access_tokens.prefix", row.text("prefix"), object);
      default -> true;
    };
  }

  private RawRow projected(RawRow row, TableShape shape) {
    List<RawValue> values = new ArrayList<>();
    for (ColumnShape column : shape.columns()) {
      RawValue stored = row.get(column.name());
      boolean dangling =
          switch (column.name()) {
            case "user_id" ->
                Set.of("nodes", "pre_auth_keys").contains(shape.name())
                    && dangles(row, column.name(), target.users());
            case "auth_key_id" -> dangles(row, column.name(), target.keys());
            default -> false;
          };
      values.add(stored == null || dangling ? Form.NULL : stored);
    }
    return new RawRow(
        shape.name(),
        shape.columns().stream().map(ColumnShape::name).collect(Collectors.toUnmodifiableList()),
        values);
  }

  private static boolean dangles(RawRow row, String column, Set<Long> written) {
    Long reference = new Row(row).reference(column);
    return reference == null || !written.contains(reference);
  }
}
