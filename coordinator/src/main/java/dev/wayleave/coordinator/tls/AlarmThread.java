package dev.wayleave.coordinator.tls;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// One thread of its own, since work waits for an authority's answers.
final class AlarmThread implements Alarm {
  private static final Logger LOG = Logger.getLogger(AlarmThread.class);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificates").factory());

  @Override
  public void in(Duration delay, Runnable work) {
    try {
      Object _ = timer.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("The server stops, so its certificate is not looked at any more.");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
