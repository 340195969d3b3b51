package dev.wayleave.coordinator.control;

import org.jspecify.annotations.Nullable;

/// One request inside Noise, its body read whole.
///
/// The authority is not here: clients write whatever they like in it.
///
/// @param path without the query, percent-encoding as received
/// @param query without the question mark; null where there is none
/// @param body empty where there is none; GET requests may have one
// The bytes are read once and records of this kind are not compared.
@SuppressWarnings("ArrayRecordComponent")
public record ControlRequest(
    ControlPeer peer, String method, String path, @Nullable String query, byte[] body) {}
