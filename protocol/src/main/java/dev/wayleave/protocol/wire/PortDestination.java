package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Where a [FilterRule] lets traffic go.
///
/// @param ip as in [FilterRule#srcIps], but never a capability
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record PortDestination(
    @Always @JsonProperty("IP") String ip, @Always @JsonProperty("Ports") PortRange ports) {}
