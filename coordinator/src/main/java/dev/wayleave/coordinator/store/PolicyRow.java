package dev.wayleave.coordinator.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// A version of the policy.
@Entity
@Table(name = "policies")
class PolicyRow extends EntityRow {
  @EmbeddedId public NamedId id = new NamedId(0, "");

  @Column(name = "in_use")
  public boolean inUse;
}
