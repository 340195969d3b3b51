package dev.wayleave.coordinator.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// An OAuth token.
@Entity
@Table(name = "oauth_tokens")
class OAuthTokenRow extends EntityRow {
  @EmbeddedId public NumberedId id = new NumberedId(0, 0);

  public String prefix = "";

  @Column(name = "client_id")
  public String clientId = "";
}
