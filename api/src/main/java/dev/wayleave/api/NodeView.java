package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node.
///
/// @param name the name in MagicDNS
/// @param user who owns the node, or registered it before tags did
/// @param online whether the node is connected; null where this coordinator cannot tell
/// @param awaitingApproval whether an administrator has to let the device in
/// @param disabledExpiry when the login would end if key expiry, which is disabled, were enabled
///   again; null where nobody knows
/// @param expired whether the login has ended; one whose end is held has not, though `expiry`
///   passed
public record NodeView(
    long id,
    String stableId,
    String machineKey,
    String nodeKey,
    List<String> addresses,
    String hostname,
    String name,
    @Nullable Long user,
    List<String> tags,
    String registerMethod,
    boolean ephemeral,
    @Nullable Instant expiry,
    @Nullable Instant lastSeen,
    @Nullable Instant createdAt,
    List<String> advertisedRoutes,
    List<String> approvedRoutes,
    @Nullable Boolean online,
    boolean awaitingApproval,
    @Nullable Instant disabledExpiry,
    boolean expired) {
  public NodeView {
    addresses = List.copyOf(addresses);
    tags = List.copyOf(tags);
    advertisedRoutes = List.copyOf(advertisedRoutes);
    approvedRoutes = List.copyOf(approvedRoutes);
  }
}
