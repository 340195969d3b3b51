package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// What is to be otherwise while a tailnet moves; what is missing stays.
///
/// @param holdKeyExpiry whether keys of devices stop to expire
/// @param oldNames false ends the names under the other plane's suffix, for good
/// @param accept whether keys may expire again although devices are logged out by it at once
public record TransitionRequest(
    @Nullable Boolean holdKeyExpiry, @Nullable Boolean oldNames, @Nullable Boolean accept) {}
