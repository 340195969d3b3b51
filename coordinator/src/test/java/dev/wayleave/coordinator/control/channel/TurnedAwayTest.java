package dev.wayleave.coordinator.control.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TurnedAwayTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final TurnedAway turnedAway = new TurnedAway(now::get);

  @Test
  void eachIsLoggedOnceADay() {
    assertThat(turnedAway.isNews("mkey:1")).isTrue();
    assertThat(turnedAway.isNews("mkey:1")).isFalse();
    assertThat(turnedAway.isNews("mkey:2")).isTrue();
    now.updateAndGet(then -> then.plus(Duration.ofHours(25)));
    assertThat(turnedAway.isNews("mkey:1")).isTrue();
  }

  @Test
  void inventedKeysDoNotFillTheLog() {
    int lines = 0;
    for (int i = 0; i < 1000; i++) {
      lines += turnedAway.isNews("mkey:" + i) ? 1 : 0;
    }
    assertThat(lines).isEqualTo(20);
    now.updateAndGet(then -> then.plus(Duration.ofMinutes(2)));
    assertThat(turnedAway.isNews("mkey:999")).isTrue();
  }
}
