package dev.wayleave.testkit.leak;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class that lost buffers of Netty, or in whose JVM they cannot be noticed.
///
/// A lost buffer shows when it was collected and another one is made, so both are brought about.
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {
  private static final int COLLECTIONS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /// That a lost buffer is noticed in this JVM is tried once: Netty reports no place twice.
  private static final AtomicBoolean PROVEN = new AtomicBoolean();

  @Override
  public void beforeAll(ExtensionContext context) {
    Assertions.assertThat(ResourceLeakDetector.getLevel())
        .as("-Dio.netty.leakDetection.level")
        .isEqualTo(ResourceLeakDetector.Level.PARANOID);
    Assertions.assertThat(System.getProperty("io.netty.customResourceLeakDetector"))
        .isEqualTo(RecordingLeakDetector.class.getName());
    if (PROVEN.compareAndSet(false, true)) {
      lose();
      Assertions.assertThat(collect()).as("a buffer that was lost on purpose").isNotEmpty();
    }
    collect();
    RecordingLeakDetector.forget();
  }

  private static void lose() {
    PooledByteBufAllocator.DEFAULT.heapBuffer(1).writeByte(0);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Assertions.assertThat(collect()).as("buffers that nobody released").isEmpty();
  }

  /// What was lost since the beginning of the test class.
  public static List<String> collect() {
    for (int round = 0; round < COLLECTIONS; round++) {
      collectGarbage();
      PooledByteBufAllocator.DEFAULT.heapBuffer(1).release();
      PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    }
    return RecordingLeakDetector.found();
  }

  /// Returns when a collection is over and those who wait for one have been told, which the JVM
  /// does some time after [System#gc].
  private static void collectGarbage() {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    PhantomReference<Object> witness = new PhantomReference<>(new Object(), collected);
    System.gc();
    try {
      Assertions.assertThat(collected.remove(LIMIT.toMillis()))
          .as("what nobody holds is collected")
          .isSameAs(witness);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while garbage was collected", e);
    }
  }
}
