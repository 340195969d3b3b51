package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wayleave.protocol.key.NodeKey;

/// `POST /machine/set-dns`: a node that orders a certificate wants a record published.
///
/// @param name fully qualified, for example `_acme-challenge.laptop.tailnet.example.com`
/// @param type `TXT`
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SetDnsRequest(
    @Always @JsonProperty("Version") int version,
    @Always @JsonProperty("NodeKey") NodeKey nodeKey,
    @Always @JsonProperty("Name") String name,
    @Always @JsonProperty("Type") String type,
    @Always @JsonProperty("Value") String value) {}
