package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;

/// Gives a user another name.
public record RenameUser(UserId id, String name) implements Command<User> {
  @Override
  public Decision<User> decide(Tailnet image, Moment moment) {
    User user = image.user(id).orElse(null);
    if (user == null) {
      return Refusal.notFound("user " + id);
    }
    if (image.users().stream()
        .anyMatch(other -> !other.id().equals(id) && other.name().equals(name))) {
      return Decision.refused(Reason.CONFLICT, "There is already a user \"" + name + "\".");
    }
    User renamed = user.renamed(name);
    return Decision.accepted(renamed, new TailnetChange.Put(renamed));
  }

  @Override
  public String object() {
    return "users/" + id;
  }
}
