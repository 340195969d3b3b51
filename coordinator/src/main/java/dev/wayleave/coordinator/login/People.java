package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.oidc.BrowserSessions;
import dev.wayleave.coordinator.oidc.Providers;
import dev.wayleave.coordinator.security.Callers;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.LoginOwner;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.coordinator.state.SignIn;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/// The people who look at pages: who they are, and where they can log in.
@Singleton
final class People {
  private static final Logger LOG = Logger.getLogger(People.class);

  private final BrowserSessions sessions;
  private final Providers providers;
  private final TailnetState state;
  private final InstantSource clock;

  People(BrowserSessions sessions, Providers providers, TailnetState state, InstantSource clock) {
    this.sessions = sessions;
    this.providers = providers;
    this.state = state;
    this.clock = clock;
  }

  /// The providers at which people can log in at this moment.
  List<IdentityProvider> enabled() {
    return providers.enabled().stream().map(Providers.Configured::provider).toList();
  }

  /// Whoever has logged in with this browser, on the image of this moment.
  Optional<Visitor> visitor(RoutingContext context) {
    return sessions.login(context).map(this::visitor);
  }

  Visitor visitor(ProvedLogin login) {
    Tailnet image = state.image();
    boolean waits =
        image.server().map(server -> server.isOn(ServerSettings.USER_APPROVAL)).orElse(false);
    return new Visitor(login, LoginOwner.of(image, login, enabled(), clock.instant()), waits);
  }

  /// Takes a login down once, so that what the provider says holds from now on, whatever comes of
  /// the page.
  void noted(Visitor visitor, RoutingContext context) {
    if (visitor.isNews()) {
      Actor actor = Actor.of(visitor.login(), Callers.address(context));
      CompletableFuture<?> noted =
          state
              .submit(new SignIn(visitor.login(), enabled()), actor)
              .whenComplete((outcome, trouble) -> {
                if (trouble != null || outcome instanceof Outcome.Refused) {
                  LOG.warnf("The %s was not taken down", actor.name());
                }
              });
      LOG.debugf("The %s is taken down: %s", actor.name(), noted);
    }
  }

  void end(RoutingContext context) {
    sessions.end(context);
  }
}
