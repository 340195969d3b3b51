package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import java.util.List;
import java.util.Set;

/// Makes a user by hand; a login that finds its user makes one by itself.
public record CreateUser(String name, String displayName, String email, String pictureUrl)
    implements Command<User> {
  /// A user without a picture.
  public CreateUser(String name, String displayName, String email) {
    this(name, displayName, email, "");
  }

  @Override
  public Decision<User> decide(Tailnet image, Moment moment) {
    if (image.users().stream().anyMatch(user -> user.name().equals(name))) {
      return Decision.refused(Reason.CONFLICT, "There is already a user \"" + name + "\".");
    }
    User user =
        new User(
            image.lastIds().nextUser(),
            name,
            displayName,
            email,
            pictureUrl,
            List.of(),
            Set.of(),
            moment.now());
    return Decision.accepted(user, new TailnetChange.Put(user));
  }

  @Override
  public String object() {
    return "users/" + name;
  }
}
