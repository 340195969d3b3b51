package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A device that waits for a person to let it in, or an SSH session that waits to be approved. What
/// a device says of itself is not proven.
///
/// @param id what the commands about it name it by, and the last part of its page's address
/// @param hostname of the device; of the node that a session comes from, as the other fields of a
///   device
/// @param address where it came from; where the session's destination asks from
/// @param until when it will have waited too long
/// @param session what makes it an SSH session; null for a device
/// @param claims the imported nodes that a device may be
public record PendingLoginView(
    String id,
    String hostname,
    String os,
    String machineKey,
    String nodeKey,
    String address,
    List<String> requestedTags,
    List<String> advertisedRoutes,
    boolean ephemeral,
    Instant begun,
    Instant until,
    @Nullable SshSessionView session,
    List<ClaimView> claims) {
  public PendingLoginView {
    requestedTags = List.copyOf(requestedTags);
    advertisedRoutes = List.copyOf(advertisedRoutes);
    // A coordinator of an earlier release sends none.
    claims = List.copyOf(Objects.requireNonNullElse(claims, List.<ClaimView>of()));
  }
}
