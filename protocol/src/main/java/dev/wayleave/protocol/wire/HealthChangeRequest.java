package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wayleave.protocol.key.NodeKey;

/// `POST /machine/update-health`: a part of a client has trouble, or no longer. Clients up to 1.88
/// send it.
///
/// @param error empty where all is well
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record HealthChangeRequest(
    @Always @JsonProperty("Subsys") String subsystem,
    @Always @JsonProperty("Error") String error,
    @Always @JsonProperty("NodeKey") NodeKey nodeKey) {}
