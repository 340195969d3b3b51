package dev.wayleave.coordinator.presence;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Writes down who is connected and reads what others wrote, every few seconds on a thread of its
/// own: presence must neither wait for the database nor burden it.
///
/// Where there are other replicas they are told soon, as they may have to end a stream that was
/// replaced here.
public final class PresenceKeeper implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PresenceKeeper.class);

  /// What happens so soon after something else is told and read together with it.
  private static final Duration TOGETHER = Duration.ofMillis(100);

  private final PresenceLedger ledger;
  private final PresenceLimits limits;
  private final Consumer<Written> news;
  private final Semaphore hints = new Semaphore(0);
  private final Map<NodeId, Sighting> unwritten = new LinkedHashMap<>();
  private final Map<IpPrefix, Carrier> unwrittenCarriers = new LinkedHashMap<>();
  private final Thread thread;
  private boolean troubled;
  private volatile boolean closed;

  /// @param news takes what other replicas wrote; it must not wait
  public PresenceKeeper(PresenceLedger ledger, PresenceLimits limits, Consumer<Written> news) {
    this.ledger = ledger;
    this.limits = limits;
    this.news = news;
    this.thread = Thread.ofVirtual().name("presence").unstarted(this::run);
  }

  /// Everything that is written down; throws where the database cannot be read.
  public Written start() {
    ledger.write(List.of(), List.of(), limits.replicaLives());
    Written everything = ledger.everything();
    thread.start();
    return everything;
  }

  /// Takes what is to be written down; the last word on each node and subnet counts.
  public void put(List<Sighting> sightings, List<Carrier> carriers) {
    synchronized (unwritten) {
      sightings.forEach(sighting -> unwritten.put(sighting.node(), sighting));
      carriers.forEach(carrier -> unwrittenCarriers.put(carrier.subnet(), carrier));
    }
    if (ledger.isShared()) {
      hints.release();
    }
  }

  /// Says that another replica may have written something.
  public void look() {
    hints.release();
  }

  private void run() {
    long written = System.nanoTime();
    while (!closed) {
      try {
        long rest = limits.writeEvery().toNanos() - (System.nanoTime() - written);
        boolean hint = hints.tryAcquire(Math.max(0, rest), TimeUnit.NANOSECONDS);
        if (hint) {
          TimeUnit.NANOSECONDS.sleep(TOGETHER.toNanos());
        }
        hints.drainPermits();
        if (!hint || (ledger.isShared() && hasUnwritten())) {
          written = System.nanoTime();
          write();
        }
        news.accept(ledger.news());
        troubled = false;
      } catch (InterruptedException e) {
        closed = true;
      } catch (RuntimeException e) {
        if (!troubled) {
          LOG.warnf(
              "Who is connected cannot be written down or read; it is tried again every %s: %s",
              limits.writeEvery(), e.getMessage());
        }
        troubled = true;
        written = System.nanoTime();
      }
    }
  }

  private boolean hasUnwritten() {
    synchronized (unwritten) {
      return !unwritten.isEmpty() || !unwrittenCarriers.isEmpty();
    }
  }

  private void write() {
    List<Sighting> batch;
    List<Carrier> carriers;
    synchronized (unwritten) {
      batch = new ArrayList<>(unwritten.values());
      carriers = new ArrayList<>(unwrittenCarriers.values());
    }
    ledger.write(batch, carriers, limits.replicaLives());
    synchronized (unwritten) {
      // Only what was written: a newer word came meanwhile, or none.
      batch.forEach(sighting -> unwritten.remove(sighting.node(), sighting));
      carriers.forEach(carrier -> unwrittenCarriers.remove(carrier.subnet(), carrier));
    }
  }

  /// Stops after writing what is known, so that a restart begins with it.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(3));
      write();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warnf("Who was connected could not be written down: %s", e.getMessage());
    }
  }
}
