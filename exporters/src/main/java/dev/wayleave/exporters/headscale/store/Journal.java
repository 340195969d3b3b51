package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.TableShape;
import java.util.Arrays;
import java.util.List;

/// What one migration did to a database: enough to take it back, and to tell the next one what was
/// last applied.
///
/// @param changes the rows that it wrote, as they were; none where it made the database
/// @param after these rows as it left them
/// @param applied what counts as last applied since
record Journal(Header header, List<RowChange> changes, Image after, Image applied) {
  Journal {
    changes = List.copyOf(changes);
  }

  /// What tells journals apart.
  ///
  /// @param number counts the journals of one database
  /// @param created whether the migration made the database's tables
  /// @param writes how many rows it wrote
  record Header(String migration, int number, boolean created, long writes) {}

  /// Whether the database holds what the migration wrote, where it may have been cut off before or
  /// after the moment at which all of it counted. Some rows may have been edited since, so the
  /// majority decides.
  boolean tookEffect(HeadscaleSchema schema, Image present) {
    long as = 0;
    long before = 0;
    for (String table : after.tables()) {
      if (header.created()) {
        for (var row : after.rows(table).entrySet()) {
          if (Arrays.equals(row.getValue(), present.find(table, row.getKey()))) {
            as++;
          }
        }
      }
    }
    if (header.created()) {
      return as > 0 || after.isEmpty();
    }
    ValueDigest digest = new ValueDigest(schema.engine());
    for (RowChange change : changes) {
      TableShape shape = shape(schema, change.table());
      long[] now = present.find(change.table(), change.id());
      long[] was = change.before() == null ? null : Image.digests(shape, digest, change.before());
      if (Arrays.equals(now, after.find(change.table(), change.id()))) {
        as++;
      } else if (Arrays.equals(now, was)) {
        before++;
      }
    }
    return as > before;
  }

  static TableShape shape(HeadscaleSchema schema, String table) {
    return schema.tables().stream()
        .filter(shape -> shape.name().equals(table))
        .findFirst()
        .orElseThrow();
  }
}
