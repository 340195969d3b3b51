package dev.wayleave.exporters.headscale.store;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;

import dev.wayleave.exporters.headscale.schema.ColumnShape;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.importers.headscale.database.store.Table;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Takes a migration back, unless edits made since would be lost.
final class RowRollback {
  private static final int MOST_LOSSES = 100;

  private final HeadscaleSchema schema;
  private final DatabasePlace place;
  private final String migration;
  private final Progress progress;
  private final List<String> losses = new ArrayList<>();

  RowRollback(HeadscaleSchema schema, DatabasePlace place, String migration, Progress progress) {
    this.schema = schema;
    this.place = place;
    this.migration = migration;
    this.progress = progress;
  }

  RollbackOutcome run() throws TargetException, SourceException {
    try (Look look = place.look(progress)) {
      Journal.Header header = find(look);
      if (SchemaCheck.of(schema, look.tables(), place.label()) instanceof SchemaCheck.Nothing) {
        return refused("The database " + place.label() + " was deleted or emptied since.");
      }
      Optional<Journal.Header> later =
          look.journals().stream()
              .filter(other -> other.number() > header.number() && other.writes() > 0)
              .findFirst();
      if (later.isPresent()) {
        return refused(
            "The migration "
                + later.get().migration()
                + " was applied after it; take that one back first.");
      }
    }
    try (Session session = place.begin(migration, progress)) {
      Optional<Tables> tables = session.tables();
      if (SchemaCheck.of(schema, tables, place.label())
          instanceof SchemaCheck.Differs(String sentence)) {
        return refused(sentence);
      }
      session.lock(schema.tables());
      return undo(session, tables.orElseThrow());
    }
  }

  private Journal.Header find(Look look) throws TargetException {
    return look.journals().stream()
        .filter(header -> header.migration().equals(migration))
        .findFirst()
        .orElseThrow(() ->
            new TargetException(
                FAILED,
                "There is no journal of the migration "
                    + migration
                    + " at "
                    + place.label()
                    + ", so it was not applied there, wrote nothing, or is already taken back."));
  }

  private RollbackOutcome undo(Session session, Tables tables)
      throws TargetException, SourceException {
    Image present = Image.of(schema, tables, progress);
    Applied.settle(schema, session, present);
    Journal journal = session.journal(find(session).migration());
    if (journal.header().created()) {
      compareAll(journal, present);
    } else {
      compareChanged(journal, present);
    }
    if (!losses.isEmpty()) {
      return new RollbackOutcome.Refused(losses);
    }
    if (journal.header().created()) {
      boolean emptied = drop(session, tables);
      session.commitUndone(migration, emptied, progress);
    } else {
      restore(session, journal);
      session.commitUndone(migration, false, progress);
    }
    return new RollbackOutcome.Done(migration, List.of());
  }

  private static RollbackOutcome refused(String loss) {
    return new RollbackOutcome.Refused(List.of(loss));
  }

  private void lose(String loss) {
    if (losses.size() < MOST_LOSSES) {
      losses.add(loss);
    }
  }

  private void compareAll(Journal journal, Image present) {
    for (TableShape shape : schema.tables()) {
      Set<Long> ids = new TreeSet<>(journal.after().rows(shape.name()).keySet());
      ids.addAll(present.rows(shape.name()).keySet());
      ids.forEach(id -> compare(shape, id, journal.after(), present));
    }
  }

  private void compareChanged(Journal journal, Image present) {
    Image restored = present.copy();
    ValueDigest digest = new ValueDigest(schema.engine());
    for (RowChange change : journal.changes()) {
      TableShape shape = Journal.shape(schema, change.table());
      compare(shape, change.id(), journal.after(), present);
      RawRow before = change.before();
      if (before == null) {
        restored.remove(change.table(), change.id());
      } else {
        restored.put(change.table(), change.id(), Image.digests(shape, digest, before));
      }
    }
    if (losses.isEmpty()) {
      new RowFindings(schema, present, restored, (table, id) -> RowKinds.object(table, id, null))
          .dangling().stream().map(finding -> of(finding)).forEach(this::lose);
    }
  }

  private static String of(Finding finding) {
    return finding.object() + " was made or changed since: " + finding.what();
  }

  private void compare(TableShape shape, long id, Image after, Image present) {
    long[] left = after.find(shape.name(), id);
    long[] now = present.find(shape.name(), id);
    String object = RowKinds.object(shape.name(), id, null);
    if (left == null && now != null) {
      lose(object + " was created since.");
    } else if (left != null && now == null) {
      lose(object + " was deleted since.");
    } else if (left != null && now != null) {
      BitSet changed = RowMerge.changedByPeople(shape, left, now);
      if (!changed.isEmpty()) {
        lose(object + " was changed since: " + names(shape, changed) + ".");
      }
    }
  }

  private static String names(TableShape shape, BitSet columns) {
    return columns.stream()
        .mapToObj(shape.columns()::get)
        .map(ColumnShape::name)
        .collect(Collectors.joining(", "));
  }

  /// @return whether nothing else is left
  private boolean drop(Session session, Tables tables) throws TargetException {
    Set<String> own = new LinkedHashSet<>();
    schema.tables().reversed().forEach(table -> own.add(table.name()));
    schema.bookkeeping(Instant.EPOCH).forEach(row -> own.add(row.table()));
    progress.at("removing the tables", 0, own.size());
    for (String table : own) {
      session.execute("DROP TABLE " + JdbcSession.quote(table));
    }
    return tables.all().stream()
        .map(Table::name)
        .allMatch(name -> own.contains(name) || name.equals("sqlite_sequence"));
  }

  private void restore(Session session, Journal journal) throws TargetException {
    progress.at("restoring rows", 0, journal.changes().size());
    for (TableShape shape : schema.tables().reversed()) {
      for (RowChange change : journal.changes()) {
        if (change.table().equals(shape.name()) && change.before() == null) {
          session.delete(change.table(), change.id());
        }
      }
    }
    ValueDigest digest = new ValueDigest(schema.engine());
    for (TableShape shape : schema.tables()) {
      for (RowChange change : journal.changes()) {
        if (change.table().equals(shape.name()) && change.before() != null) {
          restore(
              session,
              shape,
              change.before(),
              journal.after().find(shape.name(), change.id()),
              digest);
        }
      }
    }
    progress.at("restoring rows", journal.changes().size(), journal.changes().size());
  }

  /// What clients changed since in other columns than the migration stays.
  private static void restore(
      Session session, TableShape shape, RawRow before, long @Nullable [] after, ValueDigest digest)
      throws TargetException {
    if (after == null) {
      session.insert(before, shape);
      return;
    }
    BitSet changed = RowMerge.differing(Image.digests(shape, digest, before), after);
    if (!changed.isEmpty()) {
      session.update(shape, Image.idOf(before), before, changed);
    }
  }
}
