package dev.wayleave.coordinator.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/// What was last applied of one entity from one kind of source.
@Entity
@Table(name = "last_applied")
class AppliedRow extends PanacheEntityBase {
  @EmbeddedId public AppliedId id = new AppliedId(0, "", "", "");

  public String body = "";

  @Column(name = "source_row")
  public @Nullable String sourceRow;
}
