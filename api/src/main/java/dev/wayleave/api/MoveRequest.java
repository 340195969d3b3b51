package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// Says who owns a node from now on.
public record MoveRequest(@Nullable Long user) {}
