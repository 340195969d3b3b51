package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Works out what policies come to, away from the threads that serve connections.
///
/// A policy may take seconds on a large tailnet. Two at a time leave the machine to everybody else,
/// and who asks for more than can wait is told so at once.
@Singleton
final class PolicyWork {
  private static final int TOGETHER = 2;
  private static final int WAITING = 16;

  /// A caller's patience, and what proxies in between usually allow.
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ThreadPoolExecutor workers;
  private final Duration limit;

  PolicyWork() {
    this(TOGETHER, WAITING, LIMIT);
  }

  PolicyWork(int together, int waiting, Duration limit) {
    this.limit = limit;
    this.workers =
        new ThreadPoolExecutor(
            together,
            together,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(waiting),
            Thread.ofPlatform().daemon().name("policy-", 0).factory());
  }

  /// Fails with a problem where it takes too long, or where too much waits already.
  <T> Uni<T> run(Supplier<T> work) {
    return Uni.createFrom()
        .completionStage(() -> submit(work))
        .onFailure(TimeoutException.class)
        .transform(_ ->
            busy(
                "The policy took longer than "
                    + limit.toSeconds()
                    + " s to work out; ask for less."));
  }

  private <T> CompletableFuture<T> submit(Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      workers.execute(() -> {
        // Whoever was told that it takes too long does not wait for it any more.
        if (!answer.isDone()) {
          answer.completeAsync(work, Runnable::run);
        }
      });
    } catch (RejectedExecutionException full) {
      answer.completeExceptionally(
          busy("Too many policies are being worked out; try again in a moment."));
    }
    return answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static PolicyRefusedException busy(String sentence) {
    return new PolicyRefusedException(Problem.of(503, "Busy", "BUSY", sentence));
  }

  @PreDestroy
  void stop() {
    workers.shutdownNow();
  }
}
