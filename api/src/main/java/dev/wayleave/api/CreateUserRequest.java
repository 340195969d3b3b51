package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// Asks for a user.
public record CreateUserRequest(
    @Nullable String name, @Nullable String displayName, @Nullable String email) {}
