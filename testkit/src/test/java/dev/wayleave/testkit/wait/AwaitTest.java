package dev.wayleave.testkit.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

  @Test
  void returnsAsSoonAsTheConditionHolds() {
    AtomicInteger looks = new AtomicInteger();
    Await.until("looked three times", () -> looks.incrementAndGet() == 3);
    assertThat(looks).hasValue(3);
  }

  @Test
  void takesAFailureForNotYet() {
    AtomicInteger looks = new AtomicInteger();
    String value =
        Await.value(
            "the third look succeeds",
            Await.USUAL_LIMIT,
            () -> {
              if (looks.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
              return Optional.of("there");
            });
    assertThat(value).isEqualTo("there");
  }

  @Test
  void failsWithWhatItWaitedForAndTheLastFailure() {
    Duration limit = Duration.ofMillis(30);
    assertThatThrownBy(() ->
            Await.until(
                "the moon is blue",
                limit,
                () -> {
                  throw new IllegalStateException("white");
                }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the moon is blue")
        .hasRootCauseMessage("white");
  }
}
