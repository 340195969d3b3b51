package dev.wayleave.coordinator.store;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// Somebody who says who people are, named as commands name it.
@Entity
@Table(name = "identity_providers")
class IdentityProviderRow extends EntityRow {
  @EmbeddedId public NamedId id = new NamedId(0, "");
}
