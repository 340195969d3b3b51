package dev.wayleave.api.policy;

import org.jspecify.annotations.Nullable;

/// Asks what someone gets from a policy.
///
/// @param text the policy; that in force where it is missing
/// @param as a user, node, tag or group
public record PreviewRequest(@Nullable String text, @Nullable String as) {}
