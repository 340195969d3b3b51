package dev.wayleave.api.migration;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.plan.KindSummary;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A migration without the items of its plan.
///
/// @param version the version of the tailnet that it was planned against
public record MigrationSummary(
    String id,
    MigrationState state,
    SourceInfo source,
    Map<EntityKind, KindSummary> summary,
    long version,
    Instant createdAt,
    @Nullable Instant appliedAt,
    @Nullable Instant rolledBackAt) {}
