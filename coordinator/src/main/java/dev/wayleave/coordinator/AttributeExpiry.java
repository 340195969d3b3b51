package dev.wayleave.coordinator;

import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.DropExpiredAttributes;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.CustomAttribute;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Ends custom attributes at their time. Policies have no clock: what a node has counts.
///
/// Every replica does this. Who comes second finds nothing left, and writes nothing but a line of
/// the audit log.
@Singleton
final class AttributeExpiry {
  private static final Logger LOG = Logger.getLogger(AttributeExpiry.class);

  /// After the state has been started, and before it is closed.
  private static final int AFTER_OTHERS = 2_600;

  private static final int BEFORE_OTHERS = 2_400;

  private final TailnetState state;
  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("attribute-expiry").factory());
  private @Nullable Tailnet known;
  private Instant next = Instant.MAX;

  AttributeExpiry(TailnetState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  void start(@Observes @Priority(AFTER_OTHERS) StartupEvent event) {
    Future<?> _ = timer.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
  }

  void stop(@Observes @Priority(BEFORE_OTHERS) ShutdownEvent event) {
    timer.shutdownNow();
  }

  private void tick() {
    try {
      Tailnet image = state.image();
      if (!image.equals(known)) {
        next = earliest(image);
        known = image;
      }
      if (!next.isAfter(clock.instant())) {
        state.submit(new DropExpiredAttributes(), Actor.COORDINATOR).join();
        known = null;
      }
    } catch (RuntimeException e) {
      // A timer that fails once is not run again; the database may be back in a second.
      LOG.warnf("attributes that have expired are still in force: %s", e.getMessage());
    }
  }

  private static Instant earliest(Tailnet image) {
    Instant earliest = Instant.MAX;
    for (Node node : image.nodes()) {
      for (CustomAttribute attribute : node.attributes().values()) {
        Instant expiry = attribute.expiry();
        earliest = expiry != null && expiry.isBefore(earliest) ? expiry : earliest;
      }
    }
    return earliest;
  }
}
