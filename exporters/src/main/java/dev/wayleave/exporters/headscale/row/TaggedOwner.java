package dev.wayleave.exporters.headscale.row;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The user whom the operator names as owner of tagged nodes.
final class TaggedOwner {
  private TaggedOwner() {}

  /// The user's number; null where nobody is named, or after a finding.
  static @Nullable Long find(@Nullable String named, List<User> users, Remarks remarks) {
    if (named == null) {
      return null;
    }
    List<User> found =
        users.stream()
            .filter(user ->
                user.id().toString().equals(named)
                    || user.name().equals(named)
                    || user.email().equals(named))
            .toList();
    if (found.size() == 1) {
      return found.getFirst().id().value();
    }
    remarks.add(
        Finding.blocker(
            "TAGGED_OWNER_UNKNOWN",
            "option --tagged-owner",
            (found.isEmpty() ? "No user has" : found.size() + " users have")
                + " the number, name or e-mail address \""
                + named
                + "\".",
            "Name one user, by number if need be."));
    return null;
  }
}
