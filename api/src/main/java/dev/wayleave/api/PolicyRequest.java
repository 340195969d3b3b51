package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// Asks for a new policy.
///
/// @param message why, for the history
public record PolicyRequest(@Nullable String text, @Nullable String message) {}
