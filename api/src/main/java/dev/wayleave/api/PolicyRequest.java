package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// Asks for a new policy.
public record PolicyRequest(@Nullable String text) {}
