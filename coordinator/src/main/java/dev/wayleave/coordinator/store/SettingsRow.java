package dev.wayleave.coordinator.store;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/// Settings of which a tailnet has one: server, dns or derp.
@Entity
@Table(name = "settings")
class SettingsRow extends EntityRow {
  @EmbeddedId public NamedId id = new NamedId(0, "");
}
