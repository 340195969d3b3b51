package dev.wayleave.testkit.contract;

import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A source as it is some time later: one node renamed, one deleted, one user new.
final class EditedReading {
  static final long RENAMED = 1;
  static final long DELETED = 2;
  static final long NEW_USER = 77;

  private EditedReading() {}

  static Reading of(Reading before) {
    Inventory.Builder later = Inventory.builder(before.inventory().source());
    before
        .inventory()
        .entities()
        .forEach(entity -> {
          switch (entity.value()) {
            case Node node when node.id().value() == DELETED -> {}
            case Node node when node.id().value() == RENAMED ->
                later.add(renamed(node), entity.row());
            default -> later.add(entity);
          }
        });
    before.inventory().leftovers().forEach(later::addLeftover);
    later.add(
        new User(
            new UserId(NEW_USER),
            "newcomer",
            "",
            "",
            "",
            List.of(),
            Set.of(),
            Instant.parse("2026-03-01T00:00:00Z")));
    Inventory inventory = later.build();
    return new Reading(inventory, TailnetBuilder.counts(inventory), before.findings());
  }

  private static Node renamed(Node node) {
    return new Node(
        node.id(),
        node.stableId(),
        node.machineKey(),
        node.nodeKey(),
        node.discoKey(),
        node.ipv4(),
        node.ipv6(),
        node.hostname(),
        node.givenName() + "-renamed",
        node.owner(),
        node.registerMethod(),
        node.authKey(),
        node.ephemeral(),
        node.expiry(),
        node.lastSeen(),
        node.createdAt(),
        node.advertisedRoutes(),
        node.approvedRoutes(),
        node.endpoints(),
        node.hostinfo());
  }
}
