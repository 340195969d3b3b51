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
  private final List<IdentityChange> changes;
  private final Map<UserId, Holder> holders = new LinkedHashMap<>();

  MergeNotes(Holdings holdings, Spelling spelling, Merges merges, List<IdentityChange> changes) {
    this.spelling = spelling;
    this.merges = merges;
    this.changes = changes;
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
    if (spelling.rule() != null) {
      gone.user().identities().stream()
          .filter(identity -> !survivor.identities().isEmpty() && !isKept(merge.user(), identity))
          .forEach(identity ->
              findings.add(
                  Finding.action(
                      "IDENTITY_DROPPED",
                      object,
                      "Headscale keeps one identifier for each user, and \"%s\" is given up."
                          .formatted(identity.identifier()),
                      "If the person still logs in by it, which would make a new user, name it in"
                          + " --map as the new one.")));
    }
  }

  private boolean isKept(UserId survivor, Identity identity) {
    return changes.stream()
        .anyMatch(change ->
            change instanceof IdentityChange.Rewrite(UserId user, Identity _, Identity after)
                && user.equals(survivor)
                && after.equals(identity));
  }
}
