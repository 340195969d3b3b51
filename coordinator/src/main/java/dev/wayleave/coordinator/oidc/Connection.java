package dev.wayleave.coordinator.oidc;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What is known of one issuer for one client, and how it answered lately.
///
/// One thread at a time asks; who comes meanwhile goes on with what was known before. A failure is
/// remembered, so that a provider that is down costs the people who want to log in there a moment
/// and nobody else anything. What was known before outlives a failure.
final class Connection {
  /// Asks the provider what it says of itself.
  interface Discovery {
    Discovered discover() throws IOException;
  }

  private record Held(Discovered discovered, Instant at) {}

  private record Trouble(String clause, Instant until) {}

  private final Discovery discovery;
  private final InstantSource clock;
  private final OidcLimits limits;
  private final Semaphore permits;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable Held held;
  private volatile @Nullable Trouble trouble;

  Connection(Discovery discovery, InstantSource clock, OidcLimits limits) {
    this.discovery = discovery;
    this.clock = clock;
    this.limits = limits;
    this.permits = new Semaphore(limits.atOnce());
  }

  /// Bounds how many wait for this provider at once.
  Semaphore permits() {
    return permits;
  }

  /// What the provider says of itself; a failure's message is a clause for a sentence.
  Discovered discovered() throws IOException {
    Held known = held;
    if (known != null && isFresh(known)) {
      return known.discovered();
    }
    if (known != null) {
      return asking.tryLock() ? refreshed(known) : known.discovered();
    }
    lock();
    return refreshed(held);
  }

  private boolean isFresh(Held known) {
    return clock.instant().isBefore(known.at().plus(limits.discovery()));
  }

  private void lock() throws IOException {
    try {
      if (!asking.tryLock(limits.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("it does not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the coordinator is stopping", e);
    }
  }

  /// Holds the lock and lets go of it.
  private Discovered refreshed(@Nullable Held known) throws IOException {
    try {
      if (known != null && isFresh(known)) {
        return known.discovered();
      }
      Trouble lately = trouble;
      if (lately != null && clock.instant().isBefore(lately.until())) {
        if (known == null) {
          throw new IOException(lately.clause());
        }
        return known.discovered();
      }
      return ask(known);
    } finally {
      asking.unlock();
    }
  }

  private Discovered ask(@Nullable Held known) throws IOException {
    try {
      Discovered discovered = discovery.discover();
      held = new Held(discovered, clock.instant());
      trouble = null;
      return discovered;
    } catch (IOException e) {
      trouble =
          new Trouble(String.valueOf(e.getMessage()), clock.instant().plus(limits.failureMemory()));
      if (known == null) {
        throw e;
      }
      return known.discovered();
    }
  }
}
