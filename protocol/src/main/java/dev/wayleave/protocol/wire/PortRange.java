package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Ports from the first to the last, both included; 0 … 65535 for all.
public record PortRange(@JsonProperty("First") int first, @JsonProperty("Last") int last) {

  /// Every port.
  public static final PortRange ALL = new PortRange(0, 65535);
}
