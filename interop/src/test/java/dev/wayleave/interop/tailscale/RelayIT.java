package dev.wayleave.interop.tailscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Packets go directly where they can, and through the embedded relay where they cannot.
@Tag("interop")
@ExtendWith(OnSharedTailnet.class)
class RelayIT {
  /// Makes a client believe that no packet of its own gets through.
  static final Map<String, String> RELAYED = Map.of("TS_DEBUG_ALWAYS_USE_DERP", "1");

  @Test
  void aDirectPathIsFound(SharedTailnet tailnet) throws Exception {
    List<TailscaleClient> both = tailnet.clients("anna", "bert");
    both.getFirst().waitDirect("bert");
    both.getLast().waitDirect("anna");
  }

  @Test
  void clientsWithoutADirectPathReachEachOtherThroughTheRelay(SharedTailnet tailnet)
      throws Exception {
    String key = tailnet.coordinator().authKey("anna");
    int port = tailnet.network().freePort();
    tailnet.network().serve("127.0.0.1", port, "relayed");
    try (Guests relayed = tailnet.guests("relayed-1", "relayed-2", key, RELAYED)) {
      TailscaleClient one = relayed.first();
      TailscaleClient two = relayed.second();
      assertThat(one.waitPong("relayed-2")).contains("via DERP(");
      assertThat(two.waitPong("relayed-1")).contains("via DERP(");
      String million = one.fetch("http://relayed-2:" + port + "/1000000");
      assertThat(million).hasSize(1_000_000);
      assertThat(one.peer("relayed-2").orElseThrow().path("CurAddr").asText()).isEmpty();
    }
  }

  @Test
  void aClientOnAWebSocketReachesOthersThroughTheRelay(SharedTailnet tailnet) throws Exception {
    String key = tailnet.coordinator().authKey("anna");
    Map<String, String> knobs = new HashMap<>(RELAYED);
    knobs.put("TS_DEBUG_DERP_WS_CLIENT", "1");
    try (TailscaleClient one = tailnet.guest("socket-1", key, knobs);
        TailscaleClient two = tailnet.guest("socket-2", key, RELAYED)) {
      assertThat(one.waitPong("socket-2")).contains("via DERP(");
      assertThat(two.waitPong("socket-1")).contains("via DERP(");
      assertThat(one.log()).contains("websocket: connected to " + tailnet.coordinator().url());
      assertThat(two.log()).doesNotContain("websocket: connected to ");
    }
  }

  @Test
  void theEmbeddedRelayIsTheOnlyRegion(SharedTailnet tailnet) throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    var regions = anna.cli("debug", "derp-map").ok().json().path("Regions");
    assertThat(regions).hasSize(1);
    assertThat(regions.iterator().next().path("Nodes").path(0).path("HostName").asText())
        .isEqualTo("127.0.0.1");
  }
}
