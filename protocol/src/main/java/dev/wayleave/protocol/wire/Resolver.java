package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// One DNS server.
///
/// @param addr an address, with or without a port, or the URL of DNS over HTTPS
/// @param bootstrapResolution where a resolver that is named is
/// @param useWithExitNode also while an exit node is used; from capability version 125
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Resolver(
    @JsonProperty("Addr") String addr,
    @JsonProperty("BootstrapResolution") List<String> bootstrapResolution,
    @JsonProperty("UseWithExitNode") boolean useWithExitNode) {
  public Resolver {
    bootstrapResolution = List.copyOf(bootstrapResolution);
  }
}
