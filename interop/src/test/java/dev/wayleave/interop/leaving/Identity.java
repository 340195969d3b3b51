package dev.wayleave.interop.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.interop.tailscale.TailscaleClient;

/// What must be the same of a device on the other side.
record Identity(String key, String addresses, String name, String tags, String exitNode) {
  /// All but the key is the same.
  void assertPlaceOf(Identity was) {
    assertThat(new Identity(was.key, addresses, name, tags, exitNode)).isEqualTo(was);
  }

  static Identity of(TailscaleClient client) throws Exception {
    JsonNode self = client.status().path("Self");
    String name = self.path("DNSName").asText();
    return new Identity(
        self.path("PublicKey").asText(),
        self.path("TailscaleIPs").toString(),
        name.substring(0, name.indexOf('.')),
        self.path("Tags").toString(),
        client.cli("debug", "prefs").ok().json().path("ExitNodeID").asText());
  }
}
