package dev.wayleave.tailnet.model;

import org.jspecify.annotations.Nullable;

/// How a login proves to be a user.
///
/// @param provider the kind of provider as the source names it, for example `oidc`
/// @param identifier the source's own spelling of the identity, for Headscale its
///   `provider_identifier`
/// @param issuer the OIDC issuer where it is known apart from the identifier
/// @param subject the OIDC subject where it is known apart from the identifier
public record Identity(
    String provider, String identifier, @Nullable String issuer, @Nullable String subject) {}
