package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;

/// Takes an identity from a user: who logs in by it is that user no more.
///
/// @param identifier in the spelling that is kept of it
/// @param last whether it may be the last one, without which the user cannot log in
public record UnlinkIdentity(UserId user, String identifier, boolean last)
    implements Command<User> {
  @Override
  public Decision<User> decide(Tailnet image, Moment moment) {
    User found = image.user(user).orElse(null);
    if (found == null) {
      return Refusal.notFound("user " + user);
    }
    List<Identity> left =
        found.identities().stream()
            .filter(identity -> !identity.identifier().equals(identifier))
            .toList();
    if (left.size() == found.identities().size()) {
      return Refusal.notFound("identity \"" + identifier + "\" of user " + found.label());
    }
    if (left.isEmpty() && !last) {
      return Decision.refused(
          Reason.CONFLICT,
          "This is the only login of user " + found.label() + "; add another one first.");
    }
    User changed = found.knownBy(left, found.expected());
    return Decision.accepted(changed, new TailnetChange.Put(changed));
  }

  @Override
  public String operation() {
    return "UnlinkIdentity " + identifier.replaceAll("\\p{Cntrl}", " ");
  }

  @Override
  public String object() {
    return "users/" + user;
  }
}
