package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wayleave.protocol.key.NodeKey;

/// `POST /verify`, request: a relay asks whether it may admit a client.
///
/// @param source the address of the client
public record DerpAdmitRequest(
    @JsonProperty("NodePublic") NodeKey nodePublic, @JsonProperty("Source") String source) {}
