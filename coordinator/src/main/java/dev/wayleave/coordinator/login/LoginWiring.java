package dev.wayleave.coordinator.login;

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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/// Makes the waiting logins and sessions, tells them of new nodes, and ends those that waited too
/// long.
@Singleton
final class LoginWiring {
  private static final Logger LOG = Logger.getLogger(LoginWiring.class);
  private static final long SWEEP_SECONDS = 5;

  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("login-sweeper").factory());

  @Produces
  @Singleton
  LoginLimits limits(Config config) {
    return LoginLimits.of(config);
  }

  @Produces
  @Singleton
  PendingLogins pending(InstantSource clock, SecureRandom random, LoginLimits limits) {
    return new PendingLogins(clock, random, limits);
  }

  @Produces
  @Singleton
  SessionChecks checks(InstantSource clock, SecureRandom random, LoginLimits limits) {
    return new SessionChecks(clock, random, limits);
  }

  void start(
      @Observes StartupEvent event,
      TailnetState state,
      PendingLogins pending,
      SessionChecks checks) {
    state.subscribe(publication -> look(publication, pending));
    ScheduledFuture<?> sweeping =
        sweeper.scheduleWithFixedDelay(
            () -> sweep(pending, checks), SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    LOG.debugf("Waiting logins are looked at every %d seconds: %s", SWEEP_SECONDS, sweeping);
  }

  void stop(@Observes ShutdownEvent event) {
    sweeper.shutdownNow();
  }

  private static void sweep(PendingLogins pending, SessionChecks checks) {
    try {
      pending.sweep();
      checks.sweep();
    } catch (RuntimeException mistake) {
      // Thrown on, it would end the sweeping for good.
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
