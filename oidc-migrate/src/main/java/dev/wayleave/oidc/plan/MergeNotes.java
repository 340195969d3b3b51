package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.spelling.Spelling;
import dev.wayleave.tailnet.identity.rewrite.Holder;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import dev.wayleave.tailnet.identity.rewrite.IdentityChange;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Tells what goes over where users are merged, and what does not.
final class MergeNotes {
  private final Spelling spelling;
  private final Merges merges;
  private final List<Outcome> outcomes;
  private final Map<UserId, Holder> holders = new LinkedHashMap<>();

  MergeNotes(Holdings holdings, Spelling spelling, Merges merges, List<Outcome> outcomes) {
    this.spelling = spelling;
    this.merges = merges;
    this.outcomes = outcomes;
    holdings.holders().forEach(holder -> holders.put(holder.user().id(), holder));
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (IdentityChange change : merges.changes()) {
      if (change instanceof IdentityChange.Merge merge) {
        Holder survivor = holders.get(merge.user());
        Holder gone = holders.get(merge.gone());
        if (survivor != null && gone != null) {
          about(merge, survivor.user(), gone, findings);
        }
      }
    }
    if (spelling.rule() != null) {
      outcomes.stream()
          .filter(outcome -> outcome.slot().account().origins().size() > 1)
          .forEach(outcome -> dropped(outcome, findings));
    }
    return findings;
  }

  private void about(
      IdentityChange.Merge merge, User survivor, Holder gone, List<Finding> findings) {
    String object = Labels.object(gone.user());
    findings.add(
        Finding.info(
            "USER_MERGED",
            object,
            "Nodes (%d), pre-auth keys (%d) and API keys (%d) go over to %s, addresses stay, and the user is deleted."
                .formatted(
                    gone.nodes(), gone.preAuthKeys(), gone.apiKeys(), Labels.object(survivor)),
            "Nothing, if both are one person."));
    Set<Role> lost = new TreeSet<>(gone.user().roles());
    lost.removeAll(survivor.roles());
    lost.removeAll(merge.roles());
    lost.remove(Role.MEMBER);
    if (!lost.isEmpty()) {
      findings.add(
          Finding.action(
              "ROLE_NOT_MOVED",
              object,
              "The role %s does not go over to %s."
                  .formatted(lost.toString().toLowerCase(Locale.ROOT), survivor.label()),
              "Write it behind the order to merge, as +admin, if the person is to keep it."));
    }
  }

  /// Of several identities one is left where the store keeps one; one that the change of provider
  /// replaces is not given up.
  private void dropped(Outcome outcome, List<Finding> findings) {
    Slot slot = outcome.slot();
    Identity end =
        outcome.changes() && outcome.resolution() instanceof Resolution.To to
            ? to.identity()
            : slot.identity();
    for (User origin : slot.account().origins()) {
      for (Identity identity : origin.identities()) {
        boolean replaced = end != null && !slot.holds(end) && identity.equals(slot.identity());
        if (!identity.equals(end) && !replaced) {
          findings.add(
              Finding.action(
                  "IDENTITY_DROPPED",
                  Labels.object(origin),
                  "Headscale keeps one identifier for each user, and \"%s\" is given up."
                      .formatted(identity.identifier()),
                  "If the person still logs in by it, which would make a new user, name it in"
                      + " --map as the new one."));
        }
      }
    }
  }
}
