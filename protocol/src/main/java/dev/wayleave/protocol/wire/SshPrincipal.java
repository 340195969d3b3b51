package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Whom a rule is about: one field is set.
///
/// @param node a stable ID
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SshPrincipal(
    @JsonProperty("node") String node,
    @JsonProperty("nodeIP") String nodeIp,
    @JsonProperty("userLogin") String userLogin,
    @JsonProperty("any") boolean any) {

  /// Whoever comes from this address.
  public static SshPrincipal ofAddress(String nodeIp) {
    return new SshPrincipal("", nodeIp, "", false);
  }
}
