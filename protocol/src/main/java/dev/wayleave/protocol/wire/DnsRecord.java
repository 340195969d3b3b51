package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// A name that the client resolves by itself.
///
/// @param name with or without a dot at the end
/// @param type `A` or `AAAA`; empty to take it from the value
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DnsRecord(
    @Always @JsonProperty("Name") String name,
    @JsonProperty("Type") String type,
    @Always @JsonProperty("Value") String value) {}
