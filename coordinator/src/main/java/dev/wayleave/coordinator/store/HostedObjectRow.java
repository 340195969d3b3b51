package dev.wayleave.coordinator.store;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// What another plane kept, named by its type and the id there.
@Entity
@Table(name = "hosted_objects")
class HostedObjectRow extends EntityRow {
  @EmbeddedId public NamedId id = new NamedId(0, "");
}
