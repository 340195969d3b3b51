package dev.wayleave.interop.tailscale;

import java.time.Duration;
import java.util.concurrent.Callable;

/// A time within which something is to come about, which runs from the moment before its cause.
///
/// How long it took is printed, so that the report of a run shows how far from its limits it was.
public final class Promise {
  private final Duration limit;
  private final long begin = System.nanoTime();

  private Promise(Duration limit) {
    this.limit = limit;
  }

  /// Begins one; what brings it about comes next.
  public static Promise within(Duration limit) {
    return new Promise(limit);
  }

  /// Waits until a client sees it come about, and fails where that took longer than promised.
  public void kept(TailscaleClient viewer, String what, Callable<Boolean> condition) {
    viewer.waitUntil(what, limit.minus(passed()), condition);
    System.out.printf(
        "interop: %s: %s: %d ms of %d ms%n",
        viewer.name(), what, passed().toMillis(), limit.toMillis());
  }

  private Duration passed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
