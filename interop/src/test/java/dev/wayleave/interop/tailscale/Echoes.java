package dev.wayleave.interop.tailscale;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Packets that one client sends another through the tunnel, one after the other, of which none may
/// be lost.
public final class Echoes implements AutoCloseable {
  /// Far beyond what an answer takes on a direct path, so one that is not there then is lost.
  private static final Duration LOST = Duration.ofSeconds(5);

  private static final Duration BETWEEN = Duration.ofMillis(100);

  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean enough = new AtomicBoolean();
  private final AtomicInteger answered = new AtomicInteger();
  private final TailscaleClient from;
  private final TailscaleClient to;
  private final Future<?> sending;

  private Echoes(TailscaleClient from, TailscaleClient to) {
    this.from = from;
    this.to = to;
    this.sending = executor.submit(this::send);
  }

  /// Begins, once a first packet has set up the tunnel on a direct path.
  public static Echoes between(TailscaleClient from, TailscaleClient to) {
    from.waitDirect(to.name());
    // Through the tunnel, which is only set up with its first packet: that may be lost.
    Object _ = from.waitPong(to.name(), "--tsmp");
    return new Echoes(from, to);
  }

  /// Ends, and answers how many packets were answered; fails where one was not.
  public int answered() throws InterruptedException {
    enough.set(true);
    try {
      sending.get();
    } catch (ExecutionException e) {
      throw new AssertionError(String.valueOf(e.getCause()), e.getCause());
    }
    return answered.get();
  }

  private Void send() throws Exception {
    String address = to.address();
    while (!enough.get()) {
      Future<Boolean> echo =
          executor.submit(() -> {
            from.echo(address);
            return true;
          });
      try {
        Boolean _ = echo.get(LOST.toMillis(), TimeUnit.MILLISECONDS);
        answered.incrementAndGet();
      } catch (TimeoutException e) {
        throw new AssertionError(
            "packet %d from %s to %s was lost%n%s%n%s"
                .formatted(
                    answered.get() + 1, from.name(), to.name(), from.lastLines(), to.lastLines()),
            e);
      } finally {
        echo.cancel(true);
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
    return null;
  }

  @Override
  public void close() {
    enough.set(true);
    executor.shutdownNow();
    executor.close();
  }
}
