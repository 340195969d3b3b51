package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_29;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Finds what of a tailnet as a whole Headscale cannot hold.
final class TailnetLimits {
  private TailnetLimits() {}

  static void report(Inventory inventory, Target target, Remarks remarks) {
    aliases(inventory, remarks);
    approval(inventory, remarks);
    HostedLimits.report(inventory, remarks);
    if (target.atLeast(V0_29) && target.fidelity() != Fidelity.SAME) {
      registrants(inventory, target, remarks);
    }
  }

  private static void aliases(Inventory inventory, Remarks remarks) {
    Map<String, Long> byPlane =
        inventory.aliases().stream()
            .collect(Collectors.groupingBy(Alias::plane, TreeMap::new, Collectors.counting()));
    byPlane.forEach((plane, count) ->
        remarks.add(
            Finding.action(
                "ALIASES_LOST",
                "aliases of " + plane + " (" + count + ")",
                "Headscale understands its own numbers only, not the ids of " + plane + ".",
                "Change the programs that name users, nodes or keys by those ids.")));
  }

  private static void approval(Inventory inventory, Remarks remarks) {
    boolean approves =
        inventory.nodes().stream().anyMatch(Node::awaitingApproval)
            || inventory.preAuthKeys().stream().anyMatch(PreAuthKey::preapproved);
    if (approves) {
      remarks.add(
          Finding.action(
              "APPROVAL_LOST",
              "device approval",
              "Headscale has no device approval: whoever can log in or has a pre-auth key is in.",
              "Delete pre-auth keys that may not let devices in by themselves."));
    }
  }

  private static void registrants(Inventory inventory, Target target, Remarks remarks) {
    long known =
        inventory.nodes().stream()
            .filter(node -> node.owner() instanceof Owner.OfTags(_, var user) && user != null)
            .count();
    if (known > 0) {
      remarks.add(
          Finding.info(
              "REGISTRANT_LOST",
              "nodes with tags (" + known + ")",
              target.label() + " does not note which user registered a node that belongs to tags.",
              "Nothing: the user has no part in what such a node may do."));
    }
  }
}
