package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// What a client needs to follow the tailnet into a lock, or out of one.
///
/// @param genesis base64 of the first update of a lock; empty where there is none
/// @param disablementSecret base64 of the bytes that end the lock which the client holds, if they
///   are the right ones: the client checks them against what it holds; empty where there are none
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record TkaBootstrapResponse(
    @JsonProperty("GenesisAUM") String genesis,
    @JsonProperty("DisablementSecret") String disablementSecret) {}
