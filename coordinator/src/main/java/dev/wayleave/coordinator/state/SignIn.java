package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.List;

/// Takes down that a user of the tailnet has logged in, and what the provider said.
///
/// @param enabled the providers at which people can log in at this moment
public record SignIn(ProvedLogin login, List<IdentityProvider> enabled)
    implements Command<LoggedIn> {
  public SignIn {
    enabled = List.copyOf(enabled);
  }

  @Override
  public Decision<LoggedIn> decide(Tailnet image, Moment moment) {
    return switch (LoginTurn.existing(image, moment, login, enabled)) {
      case LoginTurn.Refused(Refusal refusal) -> new Decision.Refused<>(refusal);
      case LoginTurn.In in ->
          new Decision.Accepted<>(in.changes(), new LoggedIn(in.user(), in.remarks()));
    };
  }

  @Override
  public String object() {
    return "identityProviders/" + login.provider().name();
  }
}
