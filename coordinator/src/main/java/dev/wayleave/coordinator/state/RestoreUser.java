package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;

/// Lets a suspended user in again, with the devices as they were.
public record RestoreUser(UserId id) implements Command<User> {
  @Override
  public Decision<User> decide(Tailnet image, Moment moment) {
    User user = image.user(id).orElse(null);
    if (user == null) {
      return Refusal.notFound("user " + id);
    }
    if (!user.suspended()) {
      return Decision.accepted(user);
    }
    User changed = user.heldBack(false, user.awaitingApproval());
    return Decision.accepted(changed, new TailnetChange.Put(changed));
  }

  @Override
  public String object() {
    return "users/" + id;
  }
}
