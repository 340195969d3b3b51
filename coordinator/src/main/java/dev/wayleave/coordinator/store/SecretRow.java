package dev.wayleave.coordinator.store;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// A secret, named by role and name.
@Entity
@Table(name = "secrets")
class SecretRow extends EntityRow {
  @EmbeddedId public NamedId id = new NamedId(0, "");
}
