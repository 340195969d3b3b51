package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// What a client proves its right to join with.
///
/// @param authKey a secret, though it comes in clear through Noise
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RegisterAuth(@JsonProperty("AuthKey") String authKey) {

  /// Never the secret.
  @Override
  public String toString() {
    return "RegisterAuth";
  }
}
