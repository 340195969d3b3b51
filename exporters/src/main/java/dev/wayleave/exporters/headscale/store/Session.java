package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.row.DatabaseRows;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A database that is being written, alone and in one transaction: closed before it is committed,
/// it is as it was.
interface Session extends Look {
  void execute(String statement) throws TargetException;

  /// Keeps everybody else from writing to these tables until the end.
  void lock(List<TableShape> tables) throws TargetException;

  /// Writes many rows.
  ///
  /// @param only the ids of the rows to write; null for all
  void insert(TableShape table, DatabaseRows rows, @Nullable Set<Long> only, Progress progress)
      throws TargetException;

  /// Writes one row with whatever columns it has.
  void insert(RawRow row, @Nullable TableShape shape) throws TargetException;

  /// Gives a row the values that another has in the marked columns.
  void update(TableShape table, long id, RawRow values, BitSet columns) throws TargetException;

  void delete(String table, long id) throws TargetException;

  /// How many references lead nowhere.
  long danglingReferences() throws TargetException;

  /// Makes everything count, together with the journal that tells of it.
  void commit(Journal journal, Progress progress) throws TargetException;

  /// Makes the taking back of a migration count and forgets its journal.
  ///
  /// @param emptied whether the database is gone with it
  void commitUndone(String migration, boolean emptied, Progress progress) throws TargetException;
}
