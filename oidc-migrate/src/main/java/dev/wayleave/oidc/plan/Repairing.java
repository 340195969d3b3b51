package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.repair.Condition;
import dev.wayleave.oidc.repair.Condition.Proposal;
import dev.wayleave.oidc.repair.Damage;
import dev.wayleave.oidc.repair.RepairKind;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Repairs what was asked for, and tells of the rest.
///
/// Damage that was there before blocks only where the plan changes somebody whom it is about while
/// nothing says what somebody else of them is. Who is left by hand is known of.
final class Repairing {
  private final List<Condition> conditions;
  private final Set<RepairKind> kinds;
  private final Set<UserId> left;
  private final Merges merges;

  Repairing(List<User> users, Set<RepairKind> kinds, Set<UserId> left, Merges merges) {
    this.conditions = Damage.find(users);
    this.kinds = kinds;
    this.left = left;
    this.merges = merges;
  }

  /// Either of two may have gone into another before; who was made first stays, unless somebody
  /// named who does.
  void merge() {
    Set<UserId> named = new HashSet<>();
    merges.changes().forEach(change -> named.add(change.user()));
    for (Condition condition : conditions) {
      List<User> some = remaining(condition);
      if (isAsked(condition) && condition.proposal() instanceof Proposal.Merge && some.size() > 1) {
        for (User gone : some.subList(1, some.size())) {
          UserId one = merges.of(some.getFirst().id());
          UserId other = merges.of(gone.id());
          boolean turned =
              named.contains(other)
                  ? !named.contains(one)
                  : !named.contains(one) && other.compareTo(one) < 0;
          // Refused is only what another merge has done already.
          merges.add(turned ? other : one, turned ? one : other, Set.of());
        }
      }
    }
  }

  List<IdentityChange> renames() {
    return conditions.stream()
        .filter(this::isAsked)
        .filter(condition -> !isMerged(condition))
        .map(Condition::proposal)
        .filter(Proposal.Rename.class::isInstance)
        .map(Proposal.Rename.class::cast)
        .filter(rename -> !left.contains(rename.user().id()) && !merges.isGone(rename.user().id()))
        .<IdentityChange>map(rename ->
            new IdentityChange.Rename(rename.user().id(), rename.user().name(), rename.name()))
        .toList();
  }

  private boolean isAsked(Condition condition) {
    return kinds.contains(condition.kind());
  }

  private List<User> remaining(Condition condition) {
    return condition.users().stream().filter(user -> !left.contains(user.id())).toList();
  }

  private boolean isMerged(Condition condition) {
    return condition.users().size() > 1
        && condition.users().stream().map(user -> merges.of(user.id())).distinct().count() == 1;
  }

  List<Finding> findings(List<Outcome> outcomes) {
    Set<UserId> touched = new HashSet<>();
    Set<UserId> decided = new HashSet<>();
    for (Outcome outcome : outcomes) {
      UserId id = outcome.slot().account().id();
      if (outcome.remaps()) {
        touched.add(id);
      }
      if (outcome.changes() || outcome.resolution() instanceof Resolution.Already) {
        decided.add(id);
      }
    }
    return conditions.stream()
        .filter(condition -> !isMerged(condition) && !isRenamed(condition))
        .map(condition -> finding(condition, touched, decided))
        .toList();
  }

  private boolean isRenamed(Condition condition) {
    return isAsked(condition)
        && condition.proposal() instanceof Proposal.Rename(User user, String _)
        && !left.contains(user.id());
  }

  /// Users who all have their own new identity are different people, or somebody said so.
  private Finding finding(Condition condition, Set<UserId> touched, Set<UserId> decided) {
    List<User> some = remaining(condition);
    boolean concerned =
        some.stream().anyMatch(user -> touched.contains(user.id()))
            && some.stream().anyMatch(user -> !decided.contains(user.id()));
    Level level =
        condition.kind() == RepairKind.NAMELESS
            ? Level.INFO
            : concerned && some.size() > 1 && condition.kind().merges() && !isSlight(condition)
                ? Level.BLOCKER
                : some.size() > 1 ? Level.ACTION : Level.INFO;
    return new Finding(
        level,
        condition.kind().name(),
        Labels.object(condition.users().getFirst()),
        condition.what(),
        remedy(condition));
  }

  /// A user made by hand whose name is only like another's address may well be somebody else.
  private static boolean isSlight(Condition condition) {
    return condition.kind() == RepairKind.HAND_MADE
        && condition.proposal() instanceof Proposal.None;
  }

  private static String remedy(Condition condition) {
    User first = condition.users().getFirst();
    User last = condition.users().getLast();
    return switch (condition.proposal()) {
      case Proposal.Merge _ ->
          "If they are one person, merge them with --merge user:%s=user:%s, or all such with --repair %s; else list the other in --leave."
              .formatted(first.id(), last.id(), condition.kind().word());
      case Proposal.Rename(User user, String name) ->
          "Rename user %s to \"%s\" with --repair %s."
              .formatted(user.id(), name, condition.kind().word());
      case Proposal.None(String remedy) -> remedy;
    };
  }
}
