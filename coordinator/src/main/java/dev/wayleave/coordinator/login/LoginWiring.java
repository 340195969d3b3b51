package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.kept.KeptException;
import dev.wayleave.coordinator.kept.KeptNews;
import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.state.DeviceRows;
import dev.wayleave.coordinator.state.Publication;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.TailnetChange;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/// Makes the waiting logins and sessions, tells them of new nodes, has them look what was decided
/// at other replicas, and forgets what waited too long.
@Singleton
final class LoginWiring {
  private static final Logger LOG = Logger.getLogger(LoginWiring.class);

  /// NOTIFY is only a hint.
  private static final long LOOK_SECONDS = 1;

  private static final long SWEEP_SECONDS = 30;

  private final ScheduledExecutorService sweeper =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("login-sweeper").factory(),
          // A hint that comes while the server stops is for nobody.
          new ThreadPoolExecutor.DiscardPolicy());
  private final AtomicBoolean looking = new AtomicBoolean();

  @Produces
  @Singleton
  LoginLimits limits(Config config) {
    return LoginLimits.of(config);
  }

  @Produces
  @Singleton
  PendingLogins pending(
      KeptRows kept,
      TailnetState state,
      InstantSource clock,
      SecureRandom random,
      LoginLimits limits) {
    return new PendingLogins(
        kept,
        device -> DeviceRows.holding(state.image(), device.nodeKey(), device.machineKey()),
        clock,
        random,
        limits);
  }

  @Produces
  @Singleton
  SessionChecks checks(
      KeptRows kept, InstantSource clock, SecureRandom random, LoginLimits limits) {
    return new SessionChecks(kept, clock, random, limits);
  }

  void start(
      @Observes StartupEvent event,
      TailnetState state,
      PendingLogins pending,
      SessionChecks checks,
      KeptRows kept,
      KeptNews news,
      InstantSource clock) {
    state.subscribe(publication -> look(publication, pending));
    Runnable look =
        () -> {
          looking.set(false);
          pending.look();
          checks.look();
        };
    news.subscribe(() -> {
      // Any number of hints that come before the look are one look.
      if (looking.compareAndSet(false, true)) {
        sweeper.execute(() -> carefully(look));
      }
    });
    every(LOOK_SECONDS, look);
    every(
        SWEEP_SECONDS,
        () -> {
          kept.sweep(clock.instant());
          pending.sweep();
        });
  }

  private void every(long seconds, Runnable work) {
    ScheduledFuture<?> scheduled =
        sweeper.scheduleWithFixedDelay(() -> carefully(work), seconds, seconds, TimeUnit.SECONDS);
    LOG.debugf("Waiting logins are looked at every %d seconds: %s", seconds, scheduled);
  }

  void stop(@Observes ShutdownEvent event) {
    sweeper.shutdownNow();
  }

  /// What is thrown on would end the schedule for good.
  private static void carefully(Runnable work) {
    try {
      work.run();
    } catch (KeptException trouble) {
      LOG.debug("Waiting logins cannot be looked at", trouble);
    } catch (RuntimeException mistake) {
      LOG.error("Waiting logins could not be looked at", mistake);
    }
  }

  /// A device may be let in by whatever way, also at another replica.
  private static void look(Publication publication, PendingLogins pending) {
    for (TailnetChange change : publication.changes()) {
      switch (change) {
        case TailnetChange.Put(Node node) -> pending.admitted(node);
        case TailnetChange.Put _, TailnetChange.Removed _ -> {}
        case TailnetChange.Reloaded _ -> publication.image().nodes().forEach(pending::admitted);
      }
    }
  }
}
