package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;

/// Waits for a login of a user no more.
public record UnexpectIdentity(UserId user, String issuer, String claim) implements Command<User> {
  @Override
  public Decision<User> decide(Tailnet image, Moment moment) {
    User found = image.user(user).orElse(null);
    if (found == null) {
      return Refusal.notFound("user " + user);
    }
    List<ExpectedIdentity> left =
        found.expected().stream()
            .filter(one -> !one.issuer().equals(issuer) || !one.claim().equals(claim))
            .toList();
    if (left.size() == found.expected().size()) {
      return Refusal.notFound("awaited login of user " + found.label() + " at " + issuer);
    }
    User changed = found.knownBy(found.identities(), left);
    return Decision.accepted(changed, new TailnetChange.Put(changed));
  }

  @Override
  public String object() {
    return "users/" + user;
  }
}
