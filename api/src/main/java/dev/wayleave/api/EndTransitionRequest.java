package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// How a move is ended.
///
/// @param accept whether to end it although devices are left behind or will be logged out
/// @param relays `own` (unless given) serves the coordinator's own relay, `keep` the other plane's
/// @param oldNames whether the names under the other plane's suffix go on; they do unless false
public record EndTransitionRequest(
    @Nullable Boolean accept, @Nullable String relays, @Nullable Boolean oldNames) {}
