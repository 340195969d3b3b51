package dev.wayleave.coordinator.store;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// Another plane's id, named by kind, plane and that id.
@Entity
@Table(name = "aliases")
class AliasRow extends EntityRow {
  @EmbeddedId public NamedId id = new NamedId(0, "");

  public String target = "";
}
