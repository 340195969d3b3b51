package dev.wayleave.coordinator.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A migration with its plan and the changes that carry it out.
@Entity
@Table(name = "migrations")
class MigrationRow extends PanacheEntityBase {
  @EmbeddedId public NamedId id = new NamedId(0, "");

  public String state = "";

  public String origin = "";

  public long version;

  @Column(name = "created_at")
  public Instant createdAt = Instant.EPOCH;

  @Column(name = "applied_at")
  public @Nullable Instant appliedAt;

  @Column(name = "rolled_back_at")
  public @Nullable Instant rolledBackAt;

  public String plan = "";

  /// The plan without its items and findings, for lists: a plan of 100 000 nodes is long.
  public String outline = "";

  public byte[] changes = {};

  public byte @Nullable [] leftovers;

  static MigrationRow of(
      long tailnet,
      StoredMigration migration,
      String outline,
      byte[] changes,
      byte @Nullable [] leftovers) {
    MigrationRow row = new MigrationRow();
    row.id = new NamedId(tailnet, migration.id());
    row.state = migration.state().name();
    row.origin = migration.origin();
    row.version = migration.version();
    row.createdAt = migration.createdAt();
    row.appliedAt = migration.appliedAt();
    row.rolledBackAt = migration.rolledBackAt();
    row.plan = migration.plan();
    row.outline = outline;
    row.changes = changes;
    row.leftovers = leftovers;
    return row;
  }
}
