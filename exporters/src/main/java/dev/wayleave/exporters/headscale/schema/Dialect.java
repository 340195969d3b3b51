package dev.wayleave.exporters.headscale.schema;

import dev.wayleave.exporters.headscale.schema.TableDesign.Column;
import java.time.Instant;
import java.util.List;

/// How an engine spells what all of Headscale's databases have.
sealed interface Dialect permits SqliteDialect, PostgresDialect {
  /// The definition of the column `id` of a table, which counts upwards.
  String id();

  String type(Column column);

  /// The definition of the one column of `migrations`.
  String migrationId();

  /// Statements that set what counts a table's ids behind the highest of them.
  List<String> count(String table);

  /// A moment in the engine's own storage form, as Headscale's driver leaves it.
  String time(Instant moment);
}
