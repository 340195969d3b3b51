package dev.wayleave.coordinator.store;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.plan.EntityChange;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

/// What may be done while the tailnet's row is held.
public final class WriteTransaction {
  /// How many rows go to the database in one round trip.
  private static final int ROWS_PER_BATCH = 500;

  /// How many commits the log keeps. A replica that was away for longer reads the tables instead.
  private static final long LOG_LENGTH = 10_000;

  /// The log is shortened now and then, not at every commit.
  private static final long SHORTEN_EVERY = 500;

  private final StatelessSession session;
  private final long tailnet;
  private final boolean notify;
  private final TailnetRow row;

  WriteTransaction(StatelessSession session, long tailnet, boolean notify) {
    this.session = session;
    this.tailnet = tailnet;
    this.notify = notify;
    TailnetRow held = session.get(TailnetRow.class, tailnet, LockMode.PESSIMISTIC_WRITE);
    if (held == null) {
      throw new IllegalStateException("the database holds no tailnet " + tailnet);
    }
    this.row = held;
  }

  public long version() {
    return row.version;
  }

  public List<LogEntry> logAfter(long version) {
    return new TailnetReader(session, tailnet).logAfter(version);
  }

  /// The whole image; consistent because the row is held.
  public Tailnet load() {
    return new TailnetReader(session, tailnet).load();
  }

  /// Writes edits on top of `before`, leaving the rows that imports found as they are.
  public void save(Tailnet before, List<? extends TailnetChange.Edit> edits) {
    Map<EntityRef, TailnetChange.Edit> last = new LinkedHashMap<>();
    edits.forEach(edit -> last.put(EntityRef.of(entity(edit)), edit));
    Map<Class<?>, List<EntityRow>> inserts = new LinkedHashMap<>();
    Map<Class<?>, List<EntityRow>> updates = new LinkedHashMap<>();
    Map<Class<?>, List<EntityRow>> deletes = new LinkedHashMap<>();
    for (TailnetChange.Edit edit : last.values()) {
      boolean exists = before.find(entity(edit)).isPresent();
      switch (edit) {
        case TailnetChange.Put put ->
            add(exists ? updates : inserts, Rows.of(tailnet, put.entity(), null));
        case TailnetChange.Removed removed -> {
          if (exists) {
            add(deletes, Rows.of(tailnet, removed.last(), null));
          }
        }
      }
    }
    inBatches(deletes, session::deleteMultiple);
    inBatches(updates, session::updateMultiple);
    inBatches(inserts, session::insertMultiple);
  }

  /// Writes many entities with the rows they came from, and removes others, on top of `before`.
  public void replace(
      Tailnet before, Collection<Entity<?>> puts, Collection<? extends TailnetEntity> removals) {
    Map<Class<?>, List<EntityRow>> inserts = new LinkedHashMap<>();
    Map<Class<?>, List<EntityRow>> deletes = new LinkedHashMap<>();
    for (TailnetEntity removal : removals) {
      add(deletes, Rows.of(tailnet, removal, null));
    }
    for (Entity<?> put : puts) {
      EntityRow replacement = Rows.of(tailnet, put.value(), put.row());
      if (before.find(put.value()).isPresent()) {
        add(deletes, replacement);
      }
      add(inserts, replacement);
    }
    inBatches(deletes, session::deleteMultiple);
    inBatches(inserts, session::insertMultiple);
  }

  private static TailnetEntity entity(TailnetChange.Edit edit) {
    return switch (edit) {
      case TailnetChange.Put put -> put.entity();
      case TailnetChange.Removed removed -> removed.last();
    };
  }

  private static void add(Map<Class<?>, List<EntityRow>> rows, EntityRow row) {
    rows.computeIfAbsent(row.getClass(), _ -> new ArrayList<>()).add(row);
  }

  private static void inBatches(
      Map<Class<?>, List<EntityRow>> rows, Consumer<List<EntityRow>> write) {
    for (List<EntityRow> sameTable : rows.values()) {
      for (int from = 0; from < sameTable.size(); from += ROWS_PER_BATCH) {
        write.accept(sameTable.subList(from, Math.min(from + ROWS_PER_BATCH, sameTable.size())));
      }
    }
  }

  /// Makes `after` the next version: one row of the log, the numbers given out, a hint to the other
  /// replicas.
  public void advance(
      Tailnet after, UUID batch, Instant at, List<? extends TailnetChange> changes) {
    row.version = after.version();
    row.lastIds(after.lastIds());
    session.update(row);
    ChangeLogRow entry = new ChangeLogRow();
    entry.id = new LogId(tailnet, after.version());
    entry.batch = batch;
    entry.at = at;
    entry.payload = LogPayload.write(changes);
    session.insert(entry);
    if (after.version() % SHORTEN_EVERY == 0) {
      shortenLog();
    }
    if (notify) {
      hint();
    }
  }

  private void shortenLog() {
    session
        .createMutationQuery(
            "delete from ChangeLogRow r where r.id.tailnet = :tailnet and r.id.version <= :version")
        .setParameter("tailnet", tailnet)
        .setParameter("version", row.version - LOG_LENGTH)
        .executeUpdate();
  }

  /// NOTIFY takes no parameters, its function does. Without Hibernate, which works out anew each
  /// time what a native query answers: that cost more than the rest of [#advance].
  private void hint() {
    session.doWork(connection -> {
      try (PreparedStatement notification = connection.prepareStatement("select pg_notify(?, ?)")) {
        notification.setString(1, ChangeListener.CHANNEL);
        notification.setString(2, new Hint.Committed(tailnet, row.version).toString());
        notification.execute();
      }
    });
  }

  /// Marks a migration as carried out, and remembers what it applied.
  public void migrated(String migration, String origin, List<EntityChange> changes, Instant at) {
    new AppliedWriter(session, tailnet, origin).write(changes);
    mark(migration, "set r.state = 'APPLIED', r.appliedAt = :at", at);
  }

  /// Keeps what was carried out without having been planned here, so that it can be taken back.
  public void keep(StoredMigration done, String outline, List<EntityChange> changes) {
    session.insert(MigrationRow.of(tailnet, done, outline, MigrationStore.bytes(changes), null));
  }

  /// Marks a migration as taken back; `changes` are those that took it back.
  public void rolledBack(String migration, String origin, List<EntityChange> changes, Instant at) {
    new AppliedWriter(session, tailnet, origin).write(changes);
    mark(migration, "set r.state = 'ROLLED_BACK', r.rolledBackAt = :at", at);
  }

  private void mark(String migration, String assignments, Instant at) {
    session
        .createMutationQuery(
            "update MigrationRow r "
                + assignments
                + " where r.id.tailnet = :tailnet and r.id.id = :id")
        .setParameter("at", at)
        .setParameter("tailnet", tailnet)
        .setParameter("id", migration)
        .executeUpdate();
  }

  public void audit(List<AuditEntry> entries) {
    entries.forEach(entry -> session.insert(AuditRow.of(tailnet, entry)));
  }
}
