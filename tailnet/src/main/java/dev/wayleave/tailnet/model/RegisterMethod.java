package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/// How a node came into its tailnet.
public enum RegisterMethod {
  @JsonProperty("cli")
  CLI,
  @JsonProperty("authkey")
  AUTH_KEY,
  @JsonProperty("oidc")
  OIDC,
  @JsonProperty("unknown")
  UNKNOWN
}
