package dev.wayleave.importers.tailscale.api;

import dev.wayleave.importers.tailscale.api.HostedException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/// Lets few requests through at once, and none while the API wants to be left alone.
final class Gate {
  private final Waiting waiting;
  private final Instant deadline;
  private final Semaphore places = new Semaphore(Patience.AT_ONCE, true);
  private Instant closedUntil = Instant.MIN;

  Gate(Waiting waiting, Duration whole) {
    this.waiting = waiting;
    this.deadline = waiting.clock().instant().plus(whole);
  }

  /// One request on its way.
  interface Pass extends AutoCloseable {
    @Override
    void close();
  }

  /// Waits for a place and until the gate is open.
  Pass enter() throws HostedException {
    try {
      places.acquire();
      try {
        awaitOpen();
        return places::release;
      } catch (InterruptedException | HostedException e) {
        places.release();
        throw e;
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void awaitOpen() throws InterruptedException, HostedException {
    for (Duration left = left(); left.isPositive(); left = left()) {
      waiting.pause().until(left);
    }
    if (!waiting.clock().instant().isBefore(deadline)) {
      throw late("The time for this is over");
    }
  }

  private synchronized Duration left() {
    return Duration.between(now(), latest(closedUntil));
  }

  private Instant latest(Instant until) {
    return until.isBefore(now()) ? now() : until;
  }

  private Instant now() {
    return waiting.clock().instant();
  }

  /// Lets nobody through for a while.
  ///
  /// @param why what happened, as the beginning of a sentence
  void closeFor(Duration wait, String why) throws HostedException {
    Instant until = now().plus(wait);
    if (until.isAfter(deadline)) {
      throw late(why);
    }
    synchronized (this) {
      closedUntil = until.isAfter(closedUntil) ? until : closedUntil;
    }
  }

  /// Waits by itself, while others go on.
  void pauseFor(Duration wait, String why) throws HostedException {
    if (now().plus(wait).isAfter(deadline)) {
      throw late(why);
    }
    try {
      waiting.pause().until(wait);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static HostedException late(String why) {
    return new HostedException(
        Reason.DEADLINE,
        why + "; what was done stays done, and the same command goes on from there.");
  }

  static HostedException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new HostedException(
        Reason.DEADLINE,
        "This was stopped; what was done stays done, and the same command goes on from there.",
        e);
  }
}
