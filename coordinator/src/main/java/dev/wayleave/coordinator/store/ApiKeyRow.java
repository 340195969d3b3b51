package dev.wayleave.coordinator.store;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// An API key.
@Entity
@Table(name = "api_keys")
class ApiKeyRow extends EntityRow {
  @EmbeddedId public NumberedId id = new NumberedId(0, 0);

  public String prefix = "";
}
