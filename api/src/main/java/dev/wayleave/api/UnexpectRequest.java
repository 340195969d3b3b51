package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// Asks to wait for a login no more.
///
/// @param issuer of the login that is awaited
/// @param claim that it was to prove
public record UnexpectRequest(@Nullable String issuer, @Nullable String claim) {}
