package dev.wayleave.protocol.derp;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// What a server says of itself, as JSON in the box of its info.
///
/// ```json
/// {"version":2,"TokenBucketBytesPerSecond":1000000,"TokenBucketBytesBurst":2000000}
/// ```
///
/// Members are left out where they are zero; unknown ones are ignored. A client that is told a rate
/// keeps to it by itself and drops what is over.
///
/// @param version of the protocol, see [ClientDetails#VERSION]
/// @param bytesPerSecond how fast the client may send; 0 without a limit
/// @param burstBytes how much of it at once; at least one packet's frame where there is a limit
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ServerDetails(
    @JsonProperty("version") int version,
    @JsonProperty("TokenBucketBytesPerSecond") long bytesPerSecond,
    @JsonProperty("TokenBucketBytesBurst") long burstBytes) {

  /// A server that does not limit.
  public static ServerDetails unlimited() {
    return new ServerDetails(ClientDetails.VERSION, 0, 0);
  }
}
