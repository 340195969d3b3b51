package dev.wayleave.coordinator.store;

import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/// A node; its addresses are unique in its tailnet.
@Entity
@Table(name = "nodes")
class NodeRow extends EntityRow {
  @EmbeddedId public NumberedId id = new NumberedId(0, 0);

  @Column(name = "stable_id")
  public String stableId = "";

  @Column(name = "machine_key")
  public String machineKey = "";

  @Column(name = "node_key")
  public String nodeKey = "";

  public @Nullable String ipv4;

  public @Nullable String ipv6;

  @Column(name = "given_name")
  public String givenName = "";

  @Column(name = "user_id")
  public @Nullable Long userId;
}
