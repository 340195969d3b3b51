package dev.wayleave.coordinator.oidc;

import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.DropDisowned;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.IdentityProvider;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Ends what a provider of the file gave, groups and roles, once the file has it disabled, changed
/// or no more: at the start, and a few seconds after the file changed.
///
/// It looks at changes of the file alone. Were it to look all the time, two replicas of which one
/// has an older file would take away in turns what logins at the other give.
@Singleton
final class ProvidersFileWatch {
  private static final Logger LOG = Logger.getLogger(ProvidersFileWatch.class);

  /// After the state has been started, and before it is closed.
  private static final int AFTER_OTHERS = 2_600;

  private static final int BEFORE_OTHERS = 2_400;

  private final TailnetState state;
  private final ProvidersFile file;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("providers-file").factory());
  private @Nullable Map<String, IdentityProvider> known;

  ProvidersFileWatch(TailnetState state, ProvidersFile file) {
    this.state = state;
    this.file = file;
  }

  void start(@Observes @Priority(AFTER_OTHERS) StartupEvent event) {
    Future<?> _ = timer.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
  }

  void stop(@Observes @Priority(BEFORE_OTHERS) ShutdownEvent event) {
    timer.shutdownNow();
  }

  /// Looks once.
  void tick() {
    try {
      Optional<Map<String, IdentityProvider>> said = said();
      if (said.isPresent() && !said.get().equals(known)) {
        DropDisowned command = new DropDisowned(said.get(), known == null ? Map.of() : known);
        if (command.isNeeded(state.image())) {
          state.submit(command, Actor.COORDINATOR).join();
        }
        known = said.get();
      }
    } catch (RuntimeException e) {
      // A timer that fails once is not run again; the database may be back in a second.
      LOG.warnf("groups and roles of former providers are still in force: %s", e.getMessage());
    }
  }

  private Optional<Map<String, IdentityProvider>> said() {
    return file.known()
        .map(entries -> {
          Map<String, IdentityProvider> providers = new HashMap<>();
          entries.forEach((name, entry) -> providers.put(name, entry.provider()));
          return providers;
        });
  }
}
