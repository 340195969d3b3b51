package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;

/// Lets a user in who has been waiting for an administrator.
public record ApproveUser(UserId id) implements Command<User> {
  @Override
  public Decision<User> decide(Tailnet image, Moment moment) {
    User user = image.user(id).orElse(null);
    if (user == null) {
      return Refusal.notFound("user " + id);
    }
    if (!user.awaitingApproval()) {
      return Decision.accepted(user);
    }
    User changed = user.heldBack(user.suspended(), false);
    return Decision.accepted(changed, new TailnetChange.Put(changed));
  }

  @Override
  public String object() {
    return "users/" + id;
  }
}
