package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;

/// Lets a device in on which somebody has logged in.
///
/// @param approved whether an administrator did this, so that no other approval is needed
public record RegisterForUser(
    Registration device,
    UserId user,
    RegisterMethod method,
    boolean approved,
    PolicyInForce policies)
    implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    User owner = image.user(user).orElse(null);
    if (owner == null) {
      return Refusal.notFound("user " + user);
    }
    if (owner.suspended()) {
      return new Decision.Refused<>(Standing.refusal(owner));
    }
    return new Admission(device, Right.of(user, method, approved), policies).decide(image, moment);
  }

  @Override
  public String object() {
    return "users/" + user;
  }
}
