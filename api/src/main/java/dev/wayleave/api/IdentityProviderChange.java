package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// What is to be otherwise of an identity provider; what is missing stays.
///
/// @param enabled whether people can log in there
public record IdentityProviderChange(@Nullable Boolean enabled) {}
