package dev.wayleave.interop.tailscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.testkit.wait.Await;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Ephemeral clients stay as long as they are connected, and a while longer.
@Tag("interop")
@ExtendWith(OnSharedTailnet.class)
class EphemeralIT {
  /// After the ten seconds for which a client that lost its connection counts as online.
  private static final Duration GONE = Duration.ofSeconds(10).plus(SharedTailnet.EPHEMERAL);

  private static final Duration LIMIT = GONE.multipliedBy(3);

  @Test
  void oneThatIsKilledDisappearsAfterAWhileAndOneThatIsNotStays(SharedTailnet tailnet)
      throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    RealCoordinator coordinator = tailnet.coordinator();
    String key = coordinator.ephemeralKey("bert");
    try (Guests guests = tailnet.guests("ephemeral-1", "ephemeral-2", key, Map.of())) {
      TailscaleClient killed = guests.first();
      anna.waitUntil(
          "it sees both",
          Await.USUAL_LIMIT,
          () -> anna.peer("ephemeral-1").isPresent() && anna.peer("ephemeral-2").isPresent());
      Promise disappears = Promise.within(LIMIT);
      long begin = System.nanoTime();
      killed.kill();
      disappears.kept(
          anna, "the ephemeral client is gone", () -> anna.peer("ephemeral-1").isEmpty());
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(GONE);
      assertThat(coordinator.find("ephemeral-1")).isEqualTo(Optional.empty());
      assertThat(anna.peer("ephemeral-2")).isPresent();
      assertThat(coordinator.find("ephemeral-2")).isPresent();
    }
  }
}
