package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// Asks for one more login of a user.
///
/// @param issuer as the provider's tokens have it
/// @param subject as the provider's tokens have it
public record IdentityRequest(@Nullable String issuer, @Nullable String subject) {}
