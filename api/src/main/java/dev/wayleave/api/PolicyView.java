package dev.wayleave.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A version of the policy.
///
/// @param author who put it in force; null where nobody knows
/// @param message why, in the author's words
/// @param previous the version that it took the place of; null where none is known
/// @param etag what `If-Match` wants, without quotes: SHA-256 of the formatted text
public record PolicyView(
    String id,
    String text,
    boolean inUse,
    String origin,
    @Nullable Instant createdAt,
    @Nullable String author,
    @Nullable String message,
    @Nullable String previous,
    String etag) {}
