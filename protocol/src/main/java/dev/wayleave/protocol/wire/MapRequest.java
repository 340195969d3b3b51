package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.NodeKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `POST /machine/map`, request: a client opens its stream of [MapResponse], or tells what changed
/// with it.
///
/// | stream | omitPeers | meaning |
/// |---|---|---|
/// | true | false | answer with everything, then with changes until the connection ends; change nothing |
/// | false | true | store hostinfo, endpoints, disco key, Tailnet Lock head; only the status of the answer counts |
/// | false | false | answer with everything, once |
///
/// @param version the client's capability version
/// @param compress `zstd` from every client
/// @param discoKey zero if the client has none yet
/// @param hardwareAttestationKey empty if the client has none
/// @param hardwareAttestationKeySignature in base64
/// @param hardwareAttestationKeySignatureTimestamp null also if it is zero on the wire
/// @param mapSessionHandle asks to resume a stream; Tailscale's client never does
/// @param endpoints addresses with ports, as `192.0.2.1:41641` or `[2001:db8::1]:41641`
/// @param endpointTypes of the endpoint at the same place: 0 unknown, 1 local, 2 by STUN, 3 port
///   mapping, 4 by STUN with the local port, 5 configured
/// @param readOnly from no client that is accepted
/// @param debugFlags such as `warn-ip-forwarding-off`
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record MapRequest(
    @Always @JsonProperty("Version") int version,
    @JsonProperty("Compress") String compress,
    @JsonProperty("KeepAlive") boolean keepAlive,
    @Always @JsonProperty("NodeKey") NodeKey nodeKey,
    @Always @JsonProperty("DiscoKey") DiscoKey discoKey,
    @JsonProperty("HardwareAttestationKey") String hardwareAttestationKey,
    @OrAbsent @JsonProperty("HardwareAttestationKeySignature")
        @Nullable String hardwareAttestationKeySignature,
    @OrAbsent @JsonProperty("HardwareAttestationKeySignatureTimestamp")
        @Nullable Instant hardwareAttestationKeySignatureTimestamp,
    @JsonProperty("Stream") boolean stream,
    @OrNull @JsonProperty("Hostinfo") @Nullable Hostinfo hostinfo,
    @JsonProperty("MapSessionHandle") String mapSessionHandle,
    @JsonProperty("MapSessionSeq") long mapSessionSeq,
    @JsonProperty("Endpoints") List<String> endpoints,
    @JsonProperty("EndpointTypes") List<Integer> endpointTypes,
    @JsonProperty("TKAHead") String tailnetLockHead,
    @JsonProperty("ReadOnly") boolean readOnly,
    @JsonProperty("OmitPeers") boolean omitPeers,
    @JsonProperty("DebugFlags") List<String> debugFlags) {
  public MapRequest {
    hardwareAttestationKeySignatureTimestamp =
        ZeroTime.unlessZero(hardwareAttestationKeySignatureTimestamp);
    endpoints = List.copyOf(endpoints);
    endpointTypes = List.copyOf(endpointTypes);
    debugFlags = List.copyOf(debugFlags);
  }
}
