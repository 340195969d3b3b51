package dev.wayleave.coordinator.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a node was last, and whether it is still there.
@Entity
@Table(name = "presence")
class PresenceRow extends PanacheEntityBase {
  @EmbeddedId public NumberedId id = new NumberedId(0, 0);

  public UUID replica = new UUID(0, 0);

  public boolean online;

  /// Whether it holds a stream and does not answer.
  public boolean silent;

  @Column(name = "last_seen")
  public @Nullable Instant lastSeen;

  /// When the database took this in, by its own clock: readers ask for what came after.
  @Column(name = "written_at")
  public Instant writtenAt = Instant.EPOCH;
}
