package dev.wayleave.api.policy;

import org.jspecify.annotations.Nullable;

/// What one version of the policy changed.
///
/// @param from the version before; null where all of it is new
/// @param text the texts side by side in the unified format; empty where they are equal
/// @param reachability what that means on the tailnet as it is now; null where it cannot be said
/// @param reason why it cannot be said; null where it can
public record VersionDiffView(
    @Nullable String from,
    String to,
    String text,
    @Nullable DiffView reachability,
    @Nullable String reason) {}
