package dev.wayleave.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Who may log in by Tailscale SSH, always as a whole; the first rule that matches decides.
///
/// @param rules none lets nobody in
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record SshPolicy(@Always @JsonProperty("rules") List<SshRule> rules) {
  public SshPolicy {
    rules = List.copyOf(rules);
  }
}
