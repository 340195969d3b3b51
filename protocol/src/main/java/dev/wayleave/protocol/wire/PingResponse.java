package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// What came of a [PingRequest] for a ping.
///
/// @param latencySeconds 0 if there was no answer
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record PingResponse(
    @Always @JsonProperty("Type") String type,
    @JsonProperty("IP") String ip,
    @JsonProperty("NodeIP") String nodeIp,
    @JsonProperty("NodeName") String nodeName,
    @JsonProperty("Err") String err,
    @JsonProperty("LatencySeconds") double latencySeconds,
    @JsonProperty("Endpoint") String endpoint,
    @JsonProperty("PeerRelay") String peerRelay,
    @JsonProperty("DERPRegionID") long derpRegionId,
    @JsonProperty("DERPRegionCode") String derpRegionCode,
    @JsonProperty("PeerAPIPort") int peerApiPort,
    @JsonProperty("IsLocalIP") boolean isLocalIp) {}
