package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.List;

/// Gives a user one more identity, because an administrator says whose it is.
///
/// @param provider the kind of provider, for example `oidc`
public record LinkIdentity(UserId user, String provider, Subject subject) implements Command<User> {
  @Override
  public Decision<User> decide(Tailnet image, Moment moment) {
    User found = image.user(user).orElse(null);
    if (found == null) {
      return Refusal.notFound("user " + user);
    }
    List<User> having = subject.among(image.users(), User::identities);
    for (User other : having) {
      if (!other.id().equals(user)) {
        return Decision.refused(
            Reason.CONFLICT,
            "This login is that of user "
                + other.label()
                + " ("
                + other.id()
                + "); take it from that user first, or merge the two.");
      }
    }
    List<Identity> identities = new ArrayList<>(found.identities());
    if (having.isEmpty()) {
      identities.add(subject.identity(provider));
    } else {
      identities.replaceAll(one -> subject.is(one) ? apart(one) : one);
    }
    if (identities.equals(found.identities())) {
      return Decision.accepted(found);
    }
    User changed = found.knownBy(identities, found.expected());
    return Decision.accepted(changed, new TailnetChange.Put(changed));
  }

  /// The identity that the user has already, with issuer and subject told however it is spelled,
  /// and without a doubt whose it is.
  private Identity apart(Identity held) {
    return new Identity(
        held.provider(), held.identifier(), subject.issuer(), subject.subject(), held.lastLogin());
  }

  @Override
  public String operation() {
    return "LinkIdentity of " + subject.issuer();
  }

  @Override
  public String object() {
    return "users/" + user;
  }
}
