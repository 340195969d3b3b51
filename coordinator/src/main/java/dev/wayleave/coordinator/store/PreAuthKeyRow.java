package dev.wayleave.coordinator.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/// A pre-auth key; an old one in plaintext has no prefix.
@Entity
@Table(name = "pre_auth_keys")
class PreAuthKeyRow extends EntityRow {
  @EmbeddedId public NumberedId id = new NumberedId(0, 0);

  public @Nullable String prefix;

  @Column(name = "user_id")
  public @Nullable Long userId;
}
