package dev.wayleave.interop.tailscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The coordinator is killed and started again while its clients talk.
@Tag("interop")
@ExtendWith(OnSharedTailnet.class)
class CrashIT {
  private static final Duration RELAY_RESUMES = Duration.ofSeconds(10);

  /// Far beyond what an answer takes on a direct path, so one that is not there then is lost.
  private static final Duration LOST = Duration.ofSeconds(5);

  private static final Duration BETWEEN = Duration.ofMillis(100);

  /// Clients try again every ten seconds, and then ask for a map.
  private static final Duration RECONNECT = Duration.ofSeconds(30);

  @Test
  void noDirectPingIsLostRelayedOnesResumeAndAllReconnect(SharedTailnet tailnet) throws Exception {
    List<TailscaleClient> shared = tailnet.clients("anna", "bert", "otto");
    TailscaleClient anna = shared.getFirst();
    String key = tailnet.coordinator().authKey("anna");
    try (TailscaleClient one = tailnet.guest("crash-1", key, RelayIT.RELAYED);
        TailscaleClient two = tailnet.guest("crash-2", key, RelayIT.RELAYED);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      anna.waitDirect("bert");
      // Through the tunnel, which is only set up with its first packet: that may be lost.
      assertThat(anna.waitPong("bert", "--tsmp")).contains("pong from bert");
      assertThat(one.waitPong("crash-2")).contains("via DERP(");
      AtomicBoolean enough = new AtomicBoolean();
      String bert = shared.get(1).address();
      Future<Integer> pings = executor.submit(() -> echoes(anna, bert, enough, executor));
      List<TailscaleClient> all = new ArrayList<>(shared);
      all.addAll(List.of(one, two));
      try {
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
      } finally {
        enough.set(true);
      }
      int answered = pings.get();
      System.out.printf("interop: %d packets answered around the crash, none lost%n", answered);
      assertThat(answered).isGreaterThan(20);
      assertThat(anna.ping("bert").out()).contains("pong from bert").doesNotContain("DERP");
      assertThat(two.waitPong("crash-1")).contains("via DERP(");
    }
  }

  /// Sends one packet after the other, and fails with the first that is not answered.
  private static int echoes(
      TailscaleClient from, String address, AtomicBoolean enough, ExecutorService executor)
      throws Exception {
    int answered = 0;
    while (!enough.get()) {
      Future<Boolean> echo =
          executor.submit(() -> {
            from.echo(address);
            return true;
          });
      try {
        Boolean _ = echo.get(LOST.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError("packet %d was lost".formatted(answered + 1), e);
      } finally {
        echo.cancel(true);
      }
      answered++;
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
    return answered;
  }
}
