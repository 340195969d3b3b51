package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for an API key.
///
/// @param user the user's number, or the id that the user came with
public record CreateApiKeyRequest(
    @Nullable IdText user,
    @Nullable String description,
    @Nullable List<@Nullable String> scopes,
    @Nullable Instant expiration) {}
