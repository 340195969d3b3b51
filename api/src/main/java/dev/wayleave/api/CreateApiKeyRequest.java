package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for an API key.
public record CreateApiKeyRequest(
    @Nullable Long user,
    @Nullable String description,
    @Nullable List<@Nullable String> scopes,
    @Nullable Instant expiration) {}
