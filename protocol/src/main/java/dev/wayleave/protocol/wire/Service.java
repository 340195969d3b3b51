package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Something that listens on a node.
///
/// @param proto `tcp`, `udp`, `peerapi4`, `peerapi6` or `peerapi-dns-proxy`
/// @param port for `peerapi-dns-proxy` a version instead
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Service(
    @Always @JsonProperty("Proto") String proto,
    @Always @JsonProperty("Port") int port,
    @JsonProperty("Description") String description) {}
