package dev.wayleave.coordinator.store;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// A user.
@Entity
@Table(name = "users")
class UserRow extends EntityRow {
  @EmbeddedId public NumberedId id = new NumberedId(0, 0);

  public String name = "";

  public String email = "";
}
