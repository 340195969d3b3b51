package dev.wayleave.interop.tailscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The coordinator is killed and started again while its clients talk.
@Tag("interop")
@ExtendWith(OnSharedTailnet.class)
class CrashIT {
  private static final Duration RELAY_RESUMES = Duration.ofSeconds(10);

  /// Clients try again every ten seconds, and then ask for a map.
  private static final Duration RECONNECT = Duration.ofSeconds(30);

  @Test
  void noDirectPingIsLostRelayedOnesResumeAndAllReconnect(SharedTailnet tailnet) throws Exception {
    List<TailscaleClient> shared = tailnet.clients("anna", "bert", "otto");
    TailscaleClient anna = shared.getFirst();
    String key = tailnet.coordinator().authKey("anna");
    try (Guests guests = tailnet.guests("crash-1", "crash-2", key, RelayIT.RELAYED);
        Echoes pings = Echoes.between(anna, shared.get(1))) {
      TailscaleClient one = guests.first();
      TailscaleClient two = guests.second();
      assertThat(one.waitPong("crash-2")).contains("via DERP(");
      List<TailscaleClient> all = new ArrayList<>(shared);
      all.addAll(List.of(one, two));
      tailnet.coordinator().kill();
      assertThat(one.ping("crash-2").status()).as("a relayed ping meanwhile").isNotZero();
      tailnet.coordinator().start();
      Promise relayed = Promise.within(RELAY_RESUMES);
      Promise back = Promise.within(RECONNECT);
      relayed.kept(one, "a relayed ping is answered", () -> one.ping("crash-2").status() == 0);
      for (TailscaleClient client : all) {
        back.kept(
            client,
            "it is back by itself",
            () -> client.status().path("Self").path("Online").asBoolean());
      }
      int answered = pings.answered();
      System.out.printf("interop: %d packets answered around the crash, none lost%n", answered);
      assertThat(answered).isGreaterThan(20);
      assertThat(anna.ping("bert").out()).contains("pong from bert").doesNotContain("DERP");
      assertThat(two.waitPong("crash-1")).contains("via DERP(");
    }
  }
}
