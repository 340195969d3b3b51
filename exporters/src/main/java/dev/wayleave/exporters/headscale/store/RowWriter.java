package dev.wayleave.exporters.headscale.store;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.CHANGED;
import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;

import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.exporters.headscale.store.Decision.Op;
import dev.wayleave.exporters.headscale.store.RowPlan.RowKey;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Carries a plan out in one transaction.
final class RowWriter {
  private final HeadscaleSchema schema;
  private final DatabasePlace place;
  private final RowPlan.Written plan;
  private final String fingerprint;
  private final Progress progress;

  RowWriter(HeadscaleSchema schema, DatabasePlace place, RowPlan plan, Progress progress) {
    this.schema = schema;
    this.place = place;
    this.plan = plan.written();
    this.fingerprint = plan.fingerprint();
    this.progress = progress;
  }

  void write(String migration, Instant now) throws TargetException, SourceException {
    try (Session session = place.begin(migration, progress)) {
      refuseIfChanged(session);
      long dangling = plan.creates() ? 0 : session.danglingReferences();
      if (plan.creates()) {
        create(session, now);
      } else {
        change(session);
      }
      progress.at("advancing sequences", 0, 1);
      for (String statement : schema.afterRows()) {
        session.execute(statement);
      }
      for (String statement : Counters.of(schema, counters(session))) {
        session.execute(statement);
      }
      progress.at("checking references", 0, 1);
      if (session.danglingReferences() > dangling) {
        throw new TargetException(
            FAILED,
            "Some rows would refer to others that do not exist in "
                + place.label()
                + "; plan again. What was there before is untouched.");
      }
      session.commit(journal(migration), progress);
    }
  }

  private Map<String, Long> counters(Session session) throws SourceException {
    Map<String, Long> counters = plan.rows().counters();
    boolean counts = plan.creates() || Counters.counts(session.tables().orElseThrow());
    return counts ? counters : Map.of();
  }

  private void refuseIfChanged(Session session) throws TargetException, SourceException {
    Optional<Tables> tables = session.tables();
    boolean same =
        switch (SchemaCheck.of(schema, tables, place.label())) {
          case SchemaCheck.Nothing _ -> plan.creates();
          case SchemaCheck.Differs _ -> false;
          case SchemaCheck.Fits _ -> !plan.creates() && isSame(session, tables.orElseThrow());
        };
    if (same && plan.creates()) {
      Applied.forget(session);
    }
    if (!same) {
      throw new TargetException(
          CHANGED,
          "The database " + place.label() + " was changed since this was planned; plan again.");
    }
  }

  private boolean isSame(Session session, Tables tables) throws TargetException, SourceException {
    session.lock(schema.tables());
    Image present = Image.of(schema, tables, progress);
    List<Journal.Header> journals = session.journals();
    int newest = journals.isEmpty() ? 0 : journals.getLast().number();
    Applied.settle(schema, session, present);
    return newest == plan.lastNumber() && present.fingerprint().equals(fingerprint);
  }

  private void create(Session session, Instant now) throws TargetException {
    progress.at("creating the schema", 0, 1);
    for (String statement : schema.creation()) {
      session.execute(statement);
    }
    progress.at("creating the schema", 1, 1);
    for (TableShape table : schema.tables()) {
      session.insert(table, plan.rows(), null, progress);
    }
    progress.at("noting the release", 0, 1);
    for (RawRow row : schema.bookkeeping(now)) {
      session.insert(row, null);
    }
  }

  private void change(Session session) throws TargetException {
    for (TableShape table : schema.tables().reversed()) {
      for (Decision decision : of(table, Op.DELETE)) {
        session.delete(table.name(), decision.id());
      }
    }
    progress.at("deleting rows", 1, 1);
    for (TableShape table : schema.tables()) {
      List<Decision> updates = of(table, Op.UPDATE);
      for (Decision decision : updates) {
        RawRow wanted = plan.wanted().get(new RowKey(table.name(), decision.id()));
        if (wanted == null) {
          throw new AssertionError("a row that is changed was fetched when this was planned");
        }
        session.update(table, decision.id(), wanted, decision.taken());
      }
      if (!updates.isEmpty()) {
        progress.at("changing " + table.name(), updates.size(), updates.size());
      }
      Set<Long> created = new TreeSet<>();
      of(table, Op.CREATE).forEach(decision -> created.add(decision.id()));
      if (!created.isEmpty()) {
        session.insert(table, plan.rows(), created, progress);
      }
    }
  }

  private List<Decision> of(TableShape table, Op op) {
    return plan.decisions().stream()
        .filter(decision -> decision.table().equals(table.name()) && decision.op() == op)
        .toList();
  }

  private Journal journal(String migration) {
    List<RowChange> changes = new ArrayList<>();
    long writes = 0;
    for (Decision decision : plan.decisions()) {
      if (decision.op().writes()) {
        writes++;
        if (!plan.creates()) {
          RawRow before = plan.before().get(new RowKey(decision.table(), decision.id()));
          changes.add(new RowChange(decision.table(), decision.id(), before));
        }
      }
    }
    Journal.Header header =
        new Journal.Header(migration, plan.lastNumber() + 1, plan.creates(), writes);
    return new Journal(header, changes, plan.after(), plan.applied());
  }
}
