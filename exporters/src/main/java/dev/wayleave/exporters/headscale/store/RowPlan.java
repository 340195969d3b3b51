package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.row.DatabaseRows;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.plan.KindSummary;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import java.util.List;
import java.util.Map;

/// What applying would do to a database: what is shown of it, and what carries it out.
public final class RowPlan {
  private final Shown shown;
  private final Written written;

  RowPlan(Shown shown, Written written) {
    this.shown = shown;
    this.written = written;
  }

  /// What people see.
  record Shown(
      String fingerprint,
      Map<EntityKind, KindSummary> summary,
      List<PlanItem> items,
      List<Finding> findings) {}

  /// What is carried out.
  ///
  /// @param creates whether the tables are made as well
  /// @param lastNumber the number of the newest journal that was there
  /// @param before the present rows that are changed or deleted
  /// @param wanted the source's rows for those that are changed
  /// @param after the written rows as they will be
  /// @param applied what will count as last applied
  /// @param remembers whether that differs from what counts now
  record Written(
      boolean creates,
      int lastNumber,
      DatabaseRows rows,
      List<Decision> decisions,
      Map<RowKey, RawRow> before,
      Map<RowKey, RawRow> wanted,
      Image after,
      Image applied,
      boolean remembers) {}

  /// Names a row.
  record RowKey(String table, long id) {}

  /// Digest over all that the database holds.
  public String fingerprint() {
    return shown.fingerprint();
  }

  public Map<EntityKind, KindSummary> summary() {
    return shown.summary();
  }

  public List<PlanItem> items() {
    return shown.items();
  }

  public List<Finding> findings() {
    return shown.findings();
  }

  /// Whether there is no database yet.
  public boolean creates() {
    return written.creates();
  }

  /// Whether anything is written, be it only what counts as last applied.
  public boolean writes() {
    return written.creates()
        || written.remembers()
        || written.decisions().stream().anyMatch(decision -> decision.op().writes());
  }

  Written written() {
    return written;
  }
}
