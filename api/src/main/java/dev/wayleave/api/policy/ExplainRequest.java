package dev.wayleave.api.policy;

import org.jspecify.annotations.Nullable;

/// Asks why something reaches something else, or why it does not.
///
/// @param text the policy; that in force where it is missing
/// @param source a node, address, login, tag, group, host or subnet
/// @param destination the same, with `:PORT` after it and `tcp:` or `udp:` before it where wanted
/// @param ssh whether logins are asked about whatever the port
public record ExplainRequest(
    @Nullable String text,
    @Nullable String source,
    @Nullable String destination,
    @Nullable Boolean ssh) {}
