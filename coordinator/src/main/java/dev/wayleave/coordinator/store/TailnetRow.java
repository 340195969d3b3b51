package dev.wayleave.coordinator.store;

import dev.wayleave.tailnet.model.LastIds;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/// A tailnet: the lock of its writers, its version, and the numbers given out so far.
@Entity
@Table(name = "tailnet")
class TailnetRow extends PanacheEntityBase {
  @Id public long id;

  public String name = "";

  public long version;

  @Column(name = "last_user")
  public long lastUser;

  @Column(name = "last_node")
  public long lastNode;

  @Column(name = "last_pre_auth_key")
  public long lastPreAuthKey;

  @Column(name = "last_api_key")
  public long lastApiKey;

  @Column(name = "last_oauth_client")
  public long lastOAuthClient;

  @Column(name = "last_oauth_token")
  public long lastOAuthToken;

  @Column(name = "last_policy")
  public long lastPolicy;

  LastIds lastIds() {
    return new LastIds(
        lastUser,
        lastNode,
        lastPreAuthKey,
        lastApiKey,
        lastOAuthClient,
        lastOAuthToken,
        lastPolicy);
  }

  void lastIds(LastIds ids) {
    lastUser = ids.user();
    lastNode = ids.node();
    lastPreAuthKey = ids.preAuthKey();
    lastApiKey = ids.apiKey();
    lastOAuthClient = ids.oauthClient();
    lastOAuthToken = ids.oauthToken();
    lastPolicy = ids.policy();
  }
}
