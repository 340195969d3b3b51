package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.key.NodeKey;
import java.util.Map;

/// `PATCH /machine/set-device-attr`: a node sets posture attributes of its own.
///
/// @param update by name a string, a number, a boolean, or null to take it away; what is not named
///   stays
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SetDeviceAttributesRequest(
    @Always @JsonProperty("Version") int version,
    @Always @JsonProperty("NodeKey") NodeKey nodeKey,
    @Always @JsonProperty("Update") Map<String, JsonNode> update) {
  public SetDeviceAttributesRequest {
    update = Ordered.copyOf(update);
  }
}
