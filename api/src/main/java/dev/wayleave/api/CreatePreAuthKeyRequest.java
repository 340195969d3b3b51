package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for a pre-auth key.
public record CreatePreAuthKeyRequest(
    @Nullable Long user,
    @Nullable List<@Nullable String> tags,
    @Nullable String description,
    @Nullable Boolean reusable,
    @Nullable Boolean ephemeral,
    @Nullable Instant expiration) {}
