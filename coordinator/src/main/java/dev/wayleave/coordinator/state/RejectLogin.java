package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Tailnet;

/// Turns away a device that waits to be let in; the tailnet stays as it is.
///
/// @param login the waiting login's id, spent from now on
public record RejectLogin(String login) implements Command<String> {
  @Override
  public Decision<String> decide(Tailnet image, Moment moment) {
    return Decision.accepted(login);
  }

  @Override
  public String object() {
    return "auth/" + login;
  }
}
