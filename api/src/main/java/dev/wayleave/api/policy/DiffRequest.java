package dev.wayleave.api.policy;

import org.jspecify.annotations.Nullable;

/// Asks what changes when one policy takes another's place.
///
/// @param before the policy; that in force where it is missing
/// @param after what takes its place; the policy in force where it is missing
public record DiffRequest(@Nullable String before, @Nullable String after) {}
