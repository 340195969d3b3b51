package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;

/// Shuts a user out, with all devices that the user owns, from this moment on.
public record SuspendUser(UserId id) implements Command<User> {
  @Override
  public Decision<User> decide(Tailnet image, Moment moment) {
    User user = image.user(id).orElse(null);
    if (user == null) {
      return Refusal.notFound("user " + id);
    }
    if (user.suspended()) {
      return Decision.accepted(user);
    }
    User changed = user.heldBack(true, user.awaitingApproval());
    return Decision.accepted(changed, new TailnetChange.Put(changed));
  }

  @Override
  public String object() {
    return "users/" + id;
  }
}
