package dev.wayleave.importers.headscale.running;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node as a running server lists it.
///
/// @param hostname the name that the device gives itself
/// @param expiry null where it does not expire
/// @param availableRoutes what it advertises
public record RunningNode(
    long id,
    String machineKey,
    String nodeKey,
    List<String> addresses,
    String hostname,
    String givenName,
    @Nullable Instant expiry,
    @Nullable Instant lastSeen,
    boolean online,
    List<String> tags,
    List<String> approvedRoutes,
    List<String> availableRoutes) {
  /// Before this, a time is one of the spellings of "never": the zero time of Go, or of Unix.
  private static final Instant EARLIEST = Instant.parse("1971-01-01T00:00:00Z");

  public RunningNode {
    expiry = real(expiry);
    lastSeen = real(lastSeen);
    addresses = List.copyOf(addresses);
    tags = List.copyOf(tags);
    approvedRoutes = List.copyOf(approvedRoutes);
    availableRoutes = List.copyOf(availableRoutes);
  }

  private static @Nullable Instant real(@Nullable Instant time) {
    return time == null || time.isBefore(EARLIEST) ? null : time;
  }
}
