package dev.wayleave.coordinator.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// An OAuth client.
@Entity
@Table(name = "oauth_clients")
class OAuthClientRow extends EntityRow {
  @EmbeddedId public NumberedId id = new NumberedId(0, 0);

  @Column(name = "client_id")
  public String clientId = "";
}
