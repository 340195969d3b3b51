package dev.wayleave.coordinator.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/// What one commit changed.
@Entity
@Table(name = "change_log")
class ChangeLogRow extends PanacheEntityBase {
  @EmbeddedId public LogId id = new LogId(0, 0);

  /// Who committed knows its own batch again after a connection was lost in the commit.
  public UUID batch = new UUID(0, 0);

  public Instant at = Instant.EPOCH;

  public String payload = "";
}
