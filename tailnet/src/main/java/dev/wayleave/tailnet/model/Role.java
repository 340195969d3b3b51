package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a user may do in the administration of a tailnet, named as hosted Tailscale names it.
public enum Role {
  @JsonProperty("owner")
  OWNER,
  @JsonProperty("admin")
  ADMIN,
  @JsonProperty("network-admin")
  NETWORK_ADMIN,
  @JsonProperty("it-admin")
  IT_ADMIN,
  @JsonProperty("billing-admin")
  BILLING_ADMIN,
  @JsonProperty("auditor")
  AUDITOR,
  @JsonProperty("member")
  MEMBER
}
