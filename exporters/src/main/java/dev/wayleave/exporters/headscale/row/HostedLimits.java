package dev.wayleave.exporters.headscale.row;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.User;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Finds what of a tailnet that leaves a hosted plane Headscale cannot hold.
final class HostedLimits {
  private HostedLimits() {}

  static void report(Inventory inventory, Remarks remarks) {
    inventory.users().forEach(user -> user(user, remarks));
    inventory
        .identityProviders()
        .forEach(provider ->
            remarks.add(
                Finding.lossy(
                    "IDENTITY_PROVIDER_LOST",
                    "identity provider " + provider.name(),
                    "Headscale logs in at one provider, which its configuration names; this one is"
                        + " not written, nor is its client secret.",
                    remedy(provider))));
    objects(inventory, remarks);
    inventory
        .transition()
        .filter(Transition::underWay)
        .ifPresent(transition -> transition(transition, inventory, remarks));
    boolean lock =
        inventory.secrets().stream()
            .anyMatch(secret -> secret.role() == Secret.SecretRole.LOCK_DISABLEMENT);
    if (lock) {
      remarks.add(
          Finding.blocker(
              "LOCK_DISABLEMENT_LOST",
              "tailnet lock",
              "Headscale does not tell clients a disablement secret, and those that hold lock state"
                  + " would reach nobody.",
              "Disable tailnet lock on the old plane before the migration (tailscale lock disable),"
                  + " and leave the secret out."));
    }
  }

  private static String remedy(IdentityProvider provider) {
    if (!provider.enabled()) {
      return "Accept that: nobody logs in at it.";
    }
    return provider.kind() == IdentityProvider.Kind.GITHUB
        ? "Let its people log in at an OIDC provider, as Headscale speaks no OAuth of GitHub's."
        : "Write a whole server (headscale:DIR) with this provider enabled alone and its claims as"
            + " they are usual, or set oidc in the configuration, if people are to go on logging in"
            + " there.";
  }

  private static void user(User user, Remarks remarks) {
    if (user.suspended() || user.awaitingApproval()) {
      remarks.add(
          Finding.lossy(
              "USER_LET_IN",
              Labels.object(user),
              user.suspended()
                  ? "The user is suspended, and Headscale suspends nobody."
                  : "The user waits for approval, and Headscale approves nobody.",
              "Take the user out at the identity provider: whoever can log in there is in."));
    }
  }

  private static void objects(Inventory inventory, Remarks remarks) {
    Map<String, Long> byType =
        inventory.hosted().stream()
            .collect(
                Collectors.groupingBy(HostedObject::type, TreeMap::new, Collectors.counting()));
    byType.forEach((type, count) ->
        remarks.add(
            Finding.lossy(
                "HOSTED_OBJECTS_LOST",
                "hosted objects of type " + type + " (" + count + ")",
                "Headscale has no place for them, not even as data.",
                "Keep the export folder.")));
  }

  private static void transition(Transition transition, Inventory inventory, Remarks remarks) {
    long unmoved = inventory.nodes().stream().filter(node -> node.unmoved() != null).count();
    remarks.add(
        Finding.lossy(
            "TRANSITION_LOST",
            "transition (" + transition.plane() + ")",
            "Headscale does not know that "
                + unmoved
                + " devices are still elsewhere: it tells no home relay of theirs, goes on with no"
                + " old names, and holds no key expiry.",
            "Move all devices in one go, or move to Wayleave, which knows both sides."));
  }
}
