package dev.wayleave.coordinator.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import org.jspecify.annotations.Nullable;

/// What every table of entities has beside its own columns.
@MappedSuperclass
abstract class EntityRow extends PanacheEntityBase {
  /// The whole entity as canonical JSON, secrets in clear.
  @Column(nullable = false)
  public String body = "";

  /// The row an import found. Ordinary changes leave it as it is; only a migration replaces it, by
  /// replacing the whole row.
  @Column(name = "source_row", updatable = false)
  public @Nullable String sourceRow;
}
