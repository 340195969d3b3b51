package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wayleave.protocol.key.NodeKey;

/// `GET /machine/tka/bootstrap`, with a body: a client and its coordinator disagree on whether the
/// tailnet is locked, and the client asks for what it needs to follow.
///
/// @param version the client's capability version
/// @param head the newest update of the lock that the client holds; empty where it holds none
public record TkaBootstrapRequest(
    @JsonProperty("Version") int version,
    @JsonProperty("NodeKey") NodeKey nodeKey,
    @JsonProperty("Head") String head) {}
