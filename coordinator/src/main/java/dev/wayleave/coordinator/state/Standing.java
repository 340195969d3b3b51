package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import java.util.Optional;

/// Whether people let a node take part: its own approval, and that of the user who owns it.
///
/// What tags own has no user who could be held back: whoever registered it may be suspended, and it
/// goes on.
public enum Standing {
  /// It takes part.
  LET_IN,
  /// An administrator has to let it in, or its user.
  WAITING,
  /// Its user is shut out, and so is it.
  SUSPENDED;

  public static Standing of(Tailnet image, Node node) {
    Optional<User> owner = user(image, node.owner());
    if (owner.map(User::suspended).orElse(false)) {
      return SUSPENDED;
    }
    boolean waits = node.awaitingApproval() || owner.map(User::awaitingApproval).orElse(false);
    return waits ? WAITING : LET_IN;
  }

  private static Optional<User> user(Tailnet image, Owner owner) {
    return switch (owner) {
      case Owner.OfUser one -> image.user(one.user());
      case Owner.OfTags _, Owner.Nobody _ -> Optional.empty();
    };
  }

  /// The refusal of an owner who is shut out; nothing for any other.
  public static Optional<Refusal> refusal(Tailnet image, Owner owner) {
    return user(image, owner).filter(User::suspended).map(Standing::refusal);
  }

  /// The refusal of what nobody gets who awaits approval.
  static Refusal waiting(User user) {
    return new Refusal(
        Refusal.Reason.INVALID,
        "user "
            + user.label()
            + " awaits approval, and can do no more until then than let in devices without tags; ask"
            + " an administrator to approve the user");
  }

  /// The refusal of whatever comes in a suspended user's name.
  static Refusal refusal(User user) {
    return new Refusal(
        Refusal.Reason.INVALID,
        "user "
            + user.label()
            + " is suspended, and so are the devices; ask an administrator to restore the user");
  }
}
