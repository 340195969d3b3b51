package dev.wayleave.oidc.repair;

import dev.wayleave.tailnet.model.User;
import java.util.List;

/// Damage that was found, and what would repair it.
///
/// @param users whom it is about, the one who was made first before the others
/// @param what one sentence
public record Condition(RepairKind kind, List<User> users, String what, Proposal proposal) {
  public Condition {
    users = List.copyOf(users);
  }

  /// What would repair it.
  public sealed interface Proposal {
    /// All others go into the first.
    record Merge() implements Proposal {}

    /// A user gets a name.
    record Rename(User user, String name) implements Proposal {}

    /// Nothing that could be done without asking.
    ///
    /// @param remedy one sentence: what somebody should do
    record None(String remedy) implements Proposal {}
  }
}
