package dev.wayleave.api.policy;

import org.jspecify.annotations.Nullable;

/// Asks that the text of an older version be in force again.
///
/// @param message why, for the history
public record RevertRequest(@Nullable String message) {}
