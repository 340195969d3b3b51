package dev.wayleave.coordinator.store;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.plan.EntityChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.hibernate.StatelessSession;

/// Brings the memory of what was last applied in step with changes.
final class AppliedWriter {
  private static final InventoryJson JSON = InventoryJson.revealing();
  private static final int ROWS_PER_BATCH = 500;

  private final StatelessSession session;
  private final long tailnet;
  private final String origin;

  AppliedWriter(StatelessSession session, long tailnet, String origin) {
    this.session = session;
    this.tailnet = tailnet;
    this.origin = origin;
  }

  void write(List<EntityChange> changes) {
    List<AppliedRow> inserts = new ArrayList<>();
    List<AppliedRow> updates = new ArrayList<>();
    List<AppliedRow> deletes = new ArrayList<>();
    for (EntityChange change : changes) {
      Entity<?> before = change.appliedBefore();
      Entity<?> after = change.appliedAfter();
      if (Objects.equals(before, after)) {
        continue;
      }
      if (after == null) {
        deletes.add(row(change.ref()));
      } else {
        (before == null ? inserts : updates).add(row(change.ref(), after));
      }
    }
    inBatches(deletes, session::deleteMultiple);
    inBatches(updates, session::updateMultiple);
    inBatches(inserts, session::insertMultiple);
  }

  private AppliedRow row(EntityRef ref) {
    AppliedRow row = new AppliedRow();
    row.id = new AppliedId(tailnet, origin, ref.kind().plural(), ref.id());
    return row;
  }

  private AppliedRow row(EntityRef ref, Entity<?> entity) {
    AppliedRow row = row(ref);
    row.body = JSON.write(entity.value());
    row.sourceRow = entity.row() == null ? null : JSON.write(entity.row());
    return row;
  }

  private static void inBatches(List<AppliedRow> rows, Consumer<List<AppliedRow>> write) {
    for (int from = 0; from < rows.size(); from += ROWS_PER_BATCH) {
      write.accept(rows.subList(from, Math.min(from + ROWS_PER_BATCH, rows.size())));
    }
  }
}
