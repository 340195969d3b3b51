package dev.wayleave.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Asks to wait for a login that proves a claim.
///
/// @param issuer as the provider's tokens have it
/// @param claim for example `email`, which also has to be verified, or `preferred_username`
/// @param value what the claim has to be, byte for byte
/// @param until the end of the wait
public record ExpectRequest(
    @Nullable String issuer,
    @Nullable String claim,
    @Nullable String value,
    @Nullable Instant until) {}
