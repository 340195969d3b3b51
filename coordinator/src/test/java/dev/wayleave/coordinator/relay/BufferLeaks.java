package dev.wayleave.coordinator.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.testkit.wait.Await;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Hears of buffers that were collected and had not been released.
///
/// Netty tells of them in its log only, and when it next makes a buffer.
final class BufferLeaks implements AutoCloseable {
  private static final Logger NETTY = Logger.getLogger(ResourceLeakDetector.class.getName());

  private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          told.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private BufferLeaks() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    NETTY.addHandler(handler);
    // What is heard of is in the failure; the leak on purpose is nobody's business.
    NETTY.setUseParentHandlers(false);
  }

  /// To be called when there is a Vert.x: the first one switches the detection off.
  static BufferLeaks watch() {
    return new BufferLeaks();
  }

  /// Fails if there is a leak, and if a leak made on purpose is not heard of.
  void assertNone() {
    collect();
    assertThat(told).isEmpty();
    leak(PooledByteBufAllocator.DEFAULT);
    Await.until(
        "a leak on purpose is heard of",
        () -> {
          collect();
          return !told.isEmpty();
        });
  }

  private static void leak(ByteBufAllocator allocator) {
    allocator.directBuffer(64).writeByte(1);
  }

  private static void collect() {
    for (int i = 0; i < 5; i++) {
      System.gc();
      PooledByteBufAllocator.DEFAULT.directBuffer(64).release();
    }
  }

  @Override
  public void close() {
    NETTY.setUseParentHandlers(true);
    NETTY.removeHandler(handler);
    ResourceLeakDetector.setLevel(before);
  }
}
