package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A node as an engine of Headscale sees it.
///
/// @param index its place among the directory's devices
/// @param user who registered it, tags or not
/// @param tags those that it has, whoever gave them
/// @param requestedTags those that the device asks for
record SourceNode(
    int index,
    @Nullable UserId user,
    Set<String> tags,
    Set<String> requestedTags,
    List<IpAddress> addresses) {
  SourceNode {
    tags = Set.copyOf(tags);
    requestedTags = Set.copyOf(requestedTags);
    addresses = List.copyOf(addresses);
  }

  boolean isTagged() {
    return !tags.isEmpty();
  }

  boolean belongsTo(UserId owner) {
    return owner.equals(user);
  }
}
