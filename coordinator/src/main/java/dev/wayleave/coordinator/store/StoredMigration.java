package dev.wayleave.coordinator.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A migration as the database keeps it, without its changes.
///
/// @param origin the kind of source, which tells whose last applied state it goes by
/// @param version the tailnet's version that it was planned at
/// @param plan the plan as JSON, or in a list its outline; it holds no secret
public record StoredMigration(
    String id,
    State state,
    String origin,
    long version,
    Instant createdAt,
    @Nullable Instant appliedAt,
    @Nullable Instant rolledBackAt,
    String plan) {
  /// How far it has come.
  public enum State {
    PLANNED,
    APPLIED,
    ROLLED_BACK
  }
}
