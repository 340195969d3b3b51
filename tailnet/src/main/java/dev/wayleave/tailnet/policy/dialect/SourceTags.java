package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells which tags a node has to an engine of Headscale: those it was given, and until 0.27 those
/// that it asks for where the policy lets its user give them.
final class SourceTags {
  private final PolicyEngine engine;
  private final SourcePolicy policy;
  private final SourceUsers users;

  SourceTags(PolicyEngine engine, SourcePolicy policy, SourceUsers users) {
    this.engine = engine;
    this.policy = policy;
    this.users = users;
  }

  /// Whether `tag:NAME` means the node.
  boolean has(SourceNode node, String tag) {
    return switch (engine) {
      case V0_2 -> false;
      // Compared without its prefix, with which clients ask for it.
      case V0_3 ->
          policy.tagOwners().containsKey(tag)
              && node.requestedTags().contains(tag.substring("tag:".length()));
      case V0_14 -> isRequested(node, tag);
      case V0_16, V0_22, V0_23, V0_24 -> node.tags().contains(tag) || isRequested(node, tag);
      case V0_26, V0_27 ->
          node.tags().contains(tag) || (!node.isTagged() && isRequested(node, tag));
      case V0_28, V0_29 -> node.tags().contains(tag);
    };
  }

  /// Whether the node keeps the tag for good once Headscale 0.28 has migrated it. To 0.26 and 0.27
  /// a node that was given other tags does not have those that it asks for; 0.28 adds them.
  boolean keeps(SourceNode node, String tag) {
    boolean adds = engine == PolicyEngine.V0_26 || engine == PolicyEngine.V0_27;
    return adds ? isRequested(node, tag) : has(node, tag);
  }

  private boolean isRequested(SourceNode node, String tag) {
    return node.requestedTags().contains(tag)
        && policy.tagOwners().getOrDefault(tag, List.of()).stream()
            .anyMatch(owner -> isOrHolds(owner.value(), node));
  }

  private boolean isOrHolds(String owner, SourceNode node) {
    if (owner.startsWith("group:")) {
      return policy.groups().getOrDefault(owner, List.of()).stream()
          .map(JsonString::value)
          .flatMap(member -> users.member(member).stream())
          .anyMatch(user -> node.belongsTo(user.id()));
    }
    return users.find(owner).map(user -> node.belongsTo(user.id())).orElse(false);
  }

  /// Whether the name of its user means the node, too.
  boolean countsForUser(SourceNode node, User user) {
    return switch (engine) {
      case V0_2, V0_3 -> true;
      case V0_14 -> Collections.disjoint(node.requestedTags(), tagsOf(user));
      // Any tag of the policy will do, whoever owns it.
      case V0_16, V0_22, V0_23, V0_24 ->
          !node.isTagged()
              && Collections.disjoint(node.requestedTags(), policy.tagOwners().keySet());
      case V0_26, V0_27, V0_28, V0_29 -> !node.isTagged();
    };
  }

  private Set<String> tagsOf(User user) {
    Set<String> owned = new HashSet<>();
    policy
        .tagOwners()
        .forEach((tag, owners) -> {
          if (owners.stream().anyMatch(owner -> owner.value().equals(user.name()))) {
            owned.add(tag);
          }
        });
    return owned;
  }

  /// Whether the node is in `autogroup:tagged`, and so not in `autogroup:member`.
  boolean countsAsTagged(SourceNode node) {
    return node.isTagged()
        || (engine.honoursRequestedTags()
            && !Collections.disjoint(node.requestedTags(), policy.tagOwners().keySet()));
  }
}
