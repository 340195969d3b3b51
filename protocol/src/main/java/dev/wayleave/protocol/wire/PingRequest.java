package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Asks a client to show that it is there, to ping somebody, or to answer an HTTP request.
///
/// @param url where the answer goes; a client ignores one that it had before. HEAD without `types`,
///   else POST. It must begin with https, also where it goes through Noise
/// @param urlIsNoise through Noise instead of TLS; always so for `c2n`
/// @param types such as `disco,TSMP`; `c2n` for an HTTP request
/// @param ip whom to ping
/// @param payload the HTTP request of `c2n`, in base64
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record PingRequest(
    @Always @JsonProperty("URL") String url,
    @JsonProperty("URLIsNoise") boolean urlIsNoise,
    @JsonProperty("Log") boolean log,
    @JsonProperty("Types") String types,
    @OrAbsent @JsonProperty("IP") @Nullable String ip,
    @OrAbsent @JsonProperty("Payload") @Nullable String payload) {}
