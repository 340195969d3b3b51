package dev.wayleave.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for a node whose device is yet to come.
///
/// @param user the user's number, or the id that the user came with
public record CreateNodeRequest(
    @Nullable String machineKey,
    @Nullable String nodeKey,
    @Nullable String hostname,
    @Nullable IdText user,
    @Nullable List<@Nullable String> tags,
    @Nullable Instant expiry) {}
