package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// One way to the control server.
///
/// @param aceHost a proxy that takes CONNECT over HTTPS
/// @param priority the highest that answers is taken
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ControlIpCandidate(
    @OrAbsent @JsonProperty("IP") @Nullable String ip,
    @JsonProperty("ACEHost") String aceHost,
    @JsonProperty("DialStartDelaySec") double dialStartDelaySec,
    @JsonProperty("DialTimeoutSec") double dialTimeoutSec,
    @JsonProperty("Priority") int priority) {}
