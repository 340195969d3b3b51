package dev.wayleave.coordinator.api.v1alpha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyWorkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void release() {
    released.countDown();
  }

  @Test
  void whatIsMoreThanMayWaitIsTurnedAwayAtOnce() throws Exception {
    PolicyWork work = new PolicyWork(1, 1, PATIENCE);
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> first =
        work.run(() -> held("first", begun)).subscribeAsCompletionStage();
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<String> second = work.run(() -> "second").subscribeAsCompletionStage();
    PolicyRefusedException refused =
        catchThrowableOfType(
            PolicyRefusedException.class, () -> work.run(() -> "third").await().atMost(PATIENCE));
    assertThat(refused.problem().status()).isEqualTo(503);
    released.countDown();
    assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo("second");
    work.stop();
  }

  @Test
  void whoAsksIsNotKeptLongerThanTheLimit() {
    PolicyWork work = new PolicyWork(1, 1, Duration.ofMillis(50));
    PolicyRefusedException refused =
        catchThrowableOfType(
            PolicyRefusedException.class,
            () -> work.run(() -> held("late", new CountDownLatch(1))).await().atMost(PATIENCE));
    assertThat(refused.problem().status()).isEqualTo(503);
    assertThat(refused.problem().detail()).contains("took longer");
    work.stop();
  }

  private String held(String answer, CountDownLatch begun) {
    begun.countDown();
    try {
      assertThat(released.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }
}
