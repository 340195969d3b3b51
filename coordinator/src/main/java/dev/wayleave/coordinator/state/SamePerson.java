package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import java.util.List;

/// Whether a known login may still be the same person's, as far as anything but issuer and subject
/// tells.
///
/// Some providers give the subject of a deleted account to somebody new. That person has another
/// address and another name; who has only married, or moved to another domain, has one of them
/// still.
final class SamePerson {
  private SamePerson() {}

  static boolean mayBe(User user, Identity held, ProvedLogin login) {
    String before = address(user, held);
    return before.isEmpty()
        || EmailAddress.isSame(before, login.email())
        || agree(user.name(), login.name())
        || agree(user.displayName(), login.displayName());
  }

  /// The address that came with this identity before: the one that the provider called verified at
  /// its newest login here. Where it called none so, the user's own, if it can only come from this
  /// identity.
  static String address(User user, Identity held) {
    Identity.LastLogin login = held.lastLogin();
    if (login != null && !login.verifiedEmail().isEmpty()) {
      return login.verifiedEmail();
    }
    return user.identities().equals(List.of(held)) ? user.email() : "";
  }

  private static boolean agree(String one, String other) {
    return !one.isBlank() && one.strip().equalsIgnoreCase(other.strip());
  }
}
