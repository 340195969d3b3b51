package dev.wayleave.exporters.headscale.schema;

import dev.wayleave.tailnet.inventory.RawRow;
import java.time.Instant;
import java.util.List;

/// The database of one release on one engine: what makes it, and what the release notes in it.
public interface HeadscaleSchema {
  SchemaRelease release();

  Engine engine();

  /// All tables that hold a tailnet, referred-to tables first; `migrations` and `database_versions`
  /// are not among them.
  List<TableShape> tables();

  /// Statements that make an empty database what the release itself makes of one, in order.
  List<String> creation();

  /// Statements that set each sequence behind the highest id, to be run after rows were written;
  /// also in a database that existed before, whatever its sequences are called there.
  List<String> afterRows();

  /// What the release leaves in `migrations` and `database_versions`, so that it migrates nothing.
  List<RawRow> bookkeeping(Instant now);
}
