package dev.wayleave.api.policy;

import org.jspecify.annotations.Nullable;

/// Asks what would become of a text.
///
/// @param text the policy; that in force where it is missing
public record CheckRequest(@Nullable String text) {}
