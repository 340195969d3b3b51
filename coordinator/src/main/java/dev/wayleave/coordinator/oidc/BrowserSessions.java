package dev.wayleave.coordinator.oidc;

import dev.wayleave.coordinator.state.ProvedLogin;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/// Who has logged in with the browser that asks.
///
/// A page that needs to know sends the browser to `/oidc/login/NAME?to=PATH`, where NAME is a
/// provider's and PATH its own; the browser comes back to PATH with a session.
public interface BrowserSessions {
  /// The newest login of this browser, while its session lasts.
  Optional<ProvedLogin> login(RoutingContext context);

  /// Forgets the browser's logins.
  void end(RoutingContext context);
}
