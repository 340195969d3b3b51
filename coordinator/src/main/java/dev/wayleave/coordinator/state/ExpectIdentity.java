package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Waits, for some time, for a login that proves a claim, and makes it a user's.
///
/// It takes the place of what was awaited for the same user of the same issuer and claim; what has
/// been awaited for too long goes with it.
public record ExpectIdentity(UserId user, ExpectedIdentity expected) implements Command<User> {
  /// Whoever gets an account of that name at the provider later would be taken for the user.
  private static final Duration LONGEST = Duration.ofDays(90);

  @Override
  public Decision<User> decide(Tailnet image, Moment moment) {
    User found = image.user(user).orElse(null);
    if (found == null) {
      return Refusal.notFound("user " + user);
    }
    boolean inTime =
        moment.now().isBefore(expected.until())
            && !expected.until().isAfter(moment.now().plus(LONGEST));
    if (!inTime || expected.value().isEmpty()) {
      return Decision.refused(
          Reason.INVALID,
          "A login is awaited by a value that is not empty, and for "
              + LONGEST.toDays()
              + " days at the longest; name another end.");
    }
    for (User other : image.users()) {
      if (!other.id().equals(user) && other.expected().stream().anyMatch(this::isSame)) {
        return Decision.refused(
            Reason.CONFLICT,
            "The same login is awaited for user " + other.label() + " (" + other.id() + ").");
      }
    }
    List<ExpectedIdentity> awaited = new ArrayList<>();
    found.expected().stream()
        .filter(one -> moment.now().isBefore(one.until()))
        .filter(
            one -> !one.issuer().equals(expected.issuer()) || !one.claim().equals(expected.claim()))
        .forEach(awaited::add);
    awaited.add(expected);
    User changed = found.knownBy(found.identities(), awaited);
    return Decision.accepted(changed, new TailnetChange.Put(changed));
  }

  private boolean isSame(ExpectedIdentity other) {
    return other.issuer().equals(expected.issuer())
        && other.claim().equals(expected.claim())
        && other.value().equals(expected.value());
  }

  @Override
  public String object() {
    return "users/" + user;
  }
}
