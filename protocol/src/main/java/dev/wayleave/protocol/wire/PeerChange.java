package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.NodeKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A patch for one peer: what is not there stays. A patch for a peer that the client does not know
/// is ignored.
///
/// @param derpRegion the new home region; it cannot become 0
/// @param capMap replaces all; empty takes all away
/// @param endpoints replaces all; empty takes all away
/// @param keySignature by Tailnet Lock, in base64
/// @param keyExpiry [WireTime#NEVER] to take an expiry away
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record PeerChange(
    @Always @JsonProperty("NodeID") long nodeId,
    @JsonProperty("DERPRegion") long derpRegion,
    @JsonProperty("Cap") int cap,
    @OrAbsent @JsonProperty("CapMap") @Nullable Map<String, @Nullable List<JsonNode>> capMap,
    @OrAbsent @JsonProperty("Endpoints") @Nullable List<String> endpoints,
    @OrAbsent @JsonProperty("Key") @Nullable NodeKey key,
    @OrAbsent @JsonProperty("KeySignature") @Nullable String keySignature,
    @OrAbsent @JsonProperty("DiscoKey") @Nullable DiscoKey discoKey,
    @OrAbsent @JsonProperty("Online") @Nullable Boolean online,
    @OrAbsent @JsonProperty("LastSeen") @Nullable Instant lastSeen,
    @OrAbsent @JsonProperty("KeyExpiry") @Nullable Instant keyExpiry) {
  public PeerChange {
    capMap = capMap == null ? null : Ordered.copyOf(capMap);
    endpoints = endpoints == null ? null : List.copyOf(endpoints);
  }

  /// Begins one; every field that is not set keeps its zero value.
  public static PeerChangeBuilder builder() {
    return new PeerChangeBuilder();
  }
}
