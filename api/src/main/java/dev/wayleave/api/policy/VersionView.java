package dev.wayleave.api.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A version of the policy without its text.
///
/// @param previous the version that it took the place of; null where none is known
/// @param origin `api`, or where an import found it
/// @param author who put it in force; null where nobody knows
/// @param message why, in the author's words
/// @param characters how long its text is
public record VersionView(
    String id,
    @Nullable String previous,
    boolean inUse,
    String origin,
    @Nullable String author,
    @Nullable String message,
    @Nullable Instant createdAt,
    int characters) {}
