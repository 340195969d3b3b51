package dev.wayleave.importers.headscale.database;

import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthToken;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.User;
import java.util.List;
import java.util.stream.Stream;

/// What a Headscale database holds.
///
/// Which policy is in force stands in Headscale's settings (`policy.mode`), so none of the versions
/// here is marked as in use; see [#policiesInUse].
///
/// @param release the release that wrote the schema, for example `0.29.2` or `0.24.3 to 0.25.1`
/// @param database `sqlite` or `postgresql`
/// @param policies all versions that are not deleted, oldest first
/// @param leftovers rows that are no entity by themselves; see [Inventory#leftovers]
public record DatabaseReading(
    String release,
    String database,
    Counts counts,
    List<Entity<User>> users,
    List<Entity<Node>> nodes,
    List<Entity<PreAuthKey>> preAuthKeys,
    List<Entity<ApiKey>> apiKeys,
    List<Entity<OAuthClient>> oauthClients,
    List<Entity<OAuthToken>> oauthTokens,
    List<Entity<PolicyVersion>> policies,
    List<RawRow> leftovers,
    List<Finding> findings) {
  public DatabaseReading {
    users = List.copyOf(users);
    nodes = List.copyOf(nodes);
    preAuthKeys = List.copyOf(preAuthKeys);
    apiKeys = List.copyOf(apiKeys);
    oauthClients = List.copyOf(oauthClients);
    oauthTokens = List.copyOf(oauthTokens);
    policies = List.copyOf(policies);
    leftovers = List.copyOf(leftovers);
    findings = List.copyOf(findings);
  }

  /// The policies with the newest one in use, as Headscale has it under `policy.mode: database`.
  public List<Entity<PolicyVersion>> policiesInUse() {
    if (policies.isEmpty()) {
      return policies;
    }
    Entity<PolicyVersion> newest = policies.getLast();
    PolicyVersion value = newest.value();
    PolicyVersion inUse =
        new PolicyVersion(value.id(), value.text(), true, value.origin(), value.createdAt());
    return Stream.concat(
            policies.stream().limit(policies.size() - 1L),
            Stream.of(new Entity<>(inUse, newest.row())))
        .toList();
  }

  /// Adds everything but the policies, about whose use the caller decides.
  public void addTo(Inventory.Builder inventory) {
    Stream.of(users, nodes, preAuthKeys, apiKeys, oauthClients, oauthTokens)
        .flatMap(List::stream)
        .forEach(inventory::add);
    leftovers.forEach(inventory::addLeftover);
  }
}
