package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.TableShape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Moves the counters of a new database to where the source's stand.
///
/// Devices know a node by its number, as the exit node they chose for example: a new node must not
/// get that of one that is deleted.
final class Counters {
  private Counters() {}

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
