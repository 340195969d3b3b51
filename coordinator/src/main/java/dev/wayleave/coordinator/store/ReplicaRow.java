package dev.wayleave.coordinator.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/// A process that serves clients, and until when it is taken to live.
@Entity
@Table(name = "replicas")
class ReplicaRow extends PanacheEntityBase {
  @Id public UUID id = new UUID(0, 0);

  @Column(name = "expires_at")
  public Instant expiresAt = Instant.EPOCH;
}
