package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// Asks for one login of a user less.
///
/// @param identity as it stands among the user's identities
public record UnlinkRequest(@Nullable String identity) {}
