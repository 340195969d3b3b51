package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.SshPolicy;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.tailnet.policy.ssh.SshFilterRule;
import dev.wayleave.tailnet.policy.ssh.SshWire;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// SSH rules as clients are sent them.
final class SshForm {
  static final SshPolicy NOBODY = new SshPolicy(List.of());

  private SshForm() {}

  /// Reads what the policy language writes, so that there is one form of rules and not two.
  static SshPolicy of(List<SshFilterRule> rules) {
    if (rules.isEmpty()) {
      return NOBODY;
    }
    String json = "{\"rules\":" + SshWire.rules(rules) + "}";
    try {
      return WireJson.read(
          json.getBytes(StandardCharsets.UTF_8), SshPolicy.class, Integer.MAX_VALUE);
    } catch (WireException e) {
      // What can be written and not read back is a name with U+0000, which clients refuse too.
      return NOBODY;
    }
  }
}
