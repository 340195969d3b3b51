package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// Says who owns a node from now on.
///
/// @param user the user's number, or the id that the user came with
public record MoveRequest(@Nullable IdText user) {}
