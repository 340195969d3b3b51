package dev.wayleave.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A device that was turned away lately by the replica that is asked, and not let in since.
///
/// @param node the node that it claims to be, by its keys or by its machine; null where there is
///   none
/// @param nodeKey only claimed, unlike the machine key
/// @param reason `client-too-old`, `expired`, `node-unknown`, `login-needed` or `turned-away`
/// @param sentence what it was told
/// @param address where it came from
/// @param at when it last tried
/// @param attempts how often it tried since it was last let in
public record RefusalView(
    @Nullable Long node,
    String machineKey,
    String nodeKey,
    String hostname,
    String reason,
    String sentence,
    String address,
    Instant at,
    long attempts) {}
