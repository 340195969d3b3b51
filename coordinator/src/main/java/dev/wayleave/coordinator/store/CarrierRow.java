package dev.wayleave.coordinator.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/// Which of several routers carries a subnet, whose prefix is the row's id.
@Entity
@Table(name = "carriers")
class CarrierRow extends PanacheEntityBase {
  @EmbeddedId public NamedId id = new NamedId(0, "");

  public long router;

  /// Whose word this is.
  public UUID replica = new UUID(0, 0);

  /// When the database took this in, by its own clock.
  @Column(name = "written_at")
  public Instant writtenAt = Instant.EPOCH;
}
