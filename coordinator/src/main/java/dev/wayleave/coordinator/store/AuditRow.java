package dev.wayleave.coordinator.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who did what, from where, when, and what came of it.
@Entity
@Table(name = "audit")
class AuditRow extends PanacheEntityBase {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  public @Nullable Long id;

  public long tailnet;

  public Instant at = Instant.EPOCH;

  public String actor = "";

  public String address = "";

  public String operation = "";

  public String object = "";

  public String outcome = "";

  static AuditRow of(long tailnet, AuditEntry entry) {
    AuditRow row = new AuditRow();
    row.tailnet = tailnet;
    row.at = entry.at();
    row.actor = entry.actor();
    row.address = entry.address();
    row.operation = entry.operation();
    row.object = entry.object();
    row.outcome = entry.outcome();
    return row;
  }

  AuditEntry entry() {
    return new AuditEntry(id == null ? 0 : id, at, actor, address, operation, object, outcome);
  }
}
