package dev.wayleave.tailnet.identity.rewrite;

import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A user with what belongs to the user.
///
/// @param nodes devices that the user owns; devices of tags are nobody's
public record Holder(User user, int nodes, int preAuthKeys, int apiKeys) {
  /// All users, each with how much belongs to the user of these.
  public static List<Holder> all(
      Collection<User> users,
      Collection<Node> nodes,
      Collection<PreAuthKey> preAuthKeys,
      Collection<ApiKey> apiKeys) {
    Map<UserId, Integer> ofNodes = new HashMap<>();
    for (Node node : nodes) {
      if (node.owner() instanceof Owner.OfUser(UserId user)) {
        count(ofNodes, user);
      }
    }
    Map<UserId, Integer> ofPreAuthKeys = new HashMap<>();
    preAuthKeys.forEach(key -> count(ofPreAuthKeys, key.user()));
    Map<UserId, Integer> ofApiKeys = new HashMap<>();
    apiKeys.forEach(key -> count(ofApiKeys, key.user()));
    return users.stream()
        .map(user ->
            new Holder(
                user,
                ofNodes.getOrDefault(user.id(), 0),
                ofPreAuthKeys.getOrDefault(user.id(), 0),
                ofApiKeys.getOrDefault(user.id(), 0)))
        .toList();
  }

  private static void count(Map<UserId, Integer> counts, @Nullable UserId user) {
    if (user != null) {
      counts.merge(user, 1, Integer::sum);
    }
  }
}
