package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wayleave.protocol.key.NodeKey;

/// `POST /machine/id-token`: a node wants a token by which others know it.
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record TokenRequest(
    @Always @JsonProperty("CapVersion") int version,
    @Always @JsonProperty("NodeKey") NodeKey nodeKey,
    @Always @JsonProperty("Audience") String audience) {}
