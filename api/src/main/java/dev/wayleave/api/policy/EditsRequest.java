package dev.wayleave.api.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for changes of the policy in force, made one after the other, all or none.
///
/// @param message why, for the history
public record EditsRequest(@Nullable List<@Nullable EditRequest> edits, @Nullable String message) {}
