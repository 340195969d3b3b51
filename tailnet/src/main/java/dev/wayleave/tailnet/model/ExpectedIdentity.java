package dev.wayleave.tailnet.model;

import java.time.Instant;

/// An identity that a user is going to have, of which only a claim is known before the first login:
/// that login, if it comes in time and proves the claim, becomes the user's identity.
///
/// @param issuer the OIDC issuer whose login is waited for
/// @param claim the claim that the login has to prove, for example `email`, which also has to be
///   verified, or `preferred_username`
/// @param value what the claim has to be, byte for byte
/// @param until the end of the wait
public record ExpectedIdentity(String issuer, String claim, String value, Instant until) {}
