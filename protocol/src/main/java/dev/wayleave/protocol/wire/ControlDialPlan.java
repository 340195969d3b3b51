package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// How to reach the control server; the candidates are tried together.
///
/// One that never came, and one without candidates, mean DNS alone.
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ControlDialPlan(
    @Always @JsonProperty("Candidates") List<ControlIpCandidate> candidates) {
  public ControlDialPlan {
    candidates = List.copyOf(candidates);
  }
}
