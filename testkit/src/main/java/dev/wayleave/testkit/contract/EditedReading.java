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
public final class EditedReading {
  public static final long RENAMED = 1;
  public static final long DELETED = 2;
  public static final long NEW_USER = 77;

  private EditedReading() {}

  public static Reading of(Reading before) {
    Inventory.Builder later = Inventory.builder(before.inventory().source());
    before
        .inventory()
        .entities()
        .forEach(entity -> {
          switch (entity.value()) {
            case Node node when node.id().value() == DELETED -> {}
            case Node node when node.id().value() == RENAMED ->
                later.add(
                    node.change().givenName(node.givenName() + "-renamed").build(), entity.row());
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
}
