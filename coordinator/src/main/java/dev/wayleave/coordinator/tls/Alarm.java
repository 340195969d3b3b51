package dev.wayleave.coordinator.tls;

import java.time.Duration;

/// Runs work later, one after the other.
interface Alarm extends AutoCloseable {
  void in(Duration delay, Runnable work);

  /// Nothing runs any more.
  @Override
  void close();
}
