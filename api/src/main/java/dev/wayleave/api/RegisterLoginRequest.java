package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// Says whose a device shall be.
///
/// @param user the user's number, name or e-mail address
public record RegisterLoginRequest(@Nullable String user) {}
