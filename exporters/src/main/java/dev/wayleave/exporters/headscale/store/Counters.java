package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.SourceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Moves the counters of a database to where the source's stand, and never back.
///
/// Devices know a node by its number, as the exit node they chose for example: a new node must not
/// get that of one that is deleted.
final class Counters {
  private static final String SQLITE = "sqlite_sequence";

  private Counters() {}

  /// Whether the database counts rows at all: in an old SQLite file numbers are given anew.
  static boolean counts(Tables present) {
    return !present.kind().equals(Engine.SQLITE.label()) || present.find(SQLITE).isPresent();
  }

  /// Whether a counter of the database is behind the source's.
  static boolean lag(HeadscaleSchema schema, Map<String, Long> wanted, Tables present)
      throws SourceException {
    Map<String, Long> there = new HashMap<>(present.counters());
    if (!counts(present)) {
      return false;
    }
    if (present.find(SQLITE).isPresent()) {
      present.read(
          present.find(SQLITE).orElseThrow(),
          raw -> {
            Row row = new Row(raw);
            Long number = row.reference("seq");
            there.put(row.text("name"), number == null ? 0 : number);
          });
    }
    return schema.tables().stream()
        .map(TableShape::name)
        .anyMatch(table -> wanted.getOrDefault(table, 0L) > there.getOrDefault(table, 0L));
  }

  static List<String> of(HeadscaleSchema schema, Map<String, Long> counters) {
    return schema.tables().stream()
        .map(TableShape::name)
        .flatMap(table -> {
          Long number = counters.get(table);
          return number == null ? Stream.<String>of() : statements(schema, table, number);
        })
        .toList();
  }

  private static Stream<String> statements(HeadscaleSchema schema, String table, long number) {
    Stream<String> forms =
        switch (schema.engine()) {
          case SQLITE ->
              Stream.of(
                  "INSERT INTO sqlite_sequence (name, seq) SELECT '%1$s', 0 WHERE NOT EXISTS (SELECT 1"
                      + " FROM sqlite_sequence WHERE name = '%1$s')",
                  "UPDATE sqlite_sequence SET seq = max(seq, %2$d) WHERE name = '%1$s'");
          case POSTGRES ->
              Stream.of(
                  "SELECT setval(pg_get_serial_sequence('%1$s', 'id'), greatest(%2$d,"
                      + " pg_sequence_last_value(pg_get_serial_sequence('%1$s', 'id')::regclass)))");
        };
    return forms.map(form -> form.formatted(table, number));
  }
}
