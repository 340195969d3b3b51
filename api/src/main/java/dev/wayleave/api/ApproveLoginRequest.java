package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// Lets a waiting device in as what it was before.
///
/// @param node the imported node that it is, by an id of here or of where it comes from; null for
///   the only node of its machine
public record ApproveLoginRequest(@Nullable String node) {}
