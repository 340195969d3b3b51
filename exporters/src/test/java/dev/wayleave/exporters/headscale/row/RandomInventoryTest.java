package dev.wayleave.exporters.headscale.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.row.TestRows.Made;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a release can hold is read again as it was.
class RandomInventoryTest {
  private static final RowOptions OWNER = new RowOptions("1");

  private final Seed seed = Seed.printedFor("RandomInventoryTest");

  @TempDir Path folder = Path.of("");

  @Test
  void readsAgainWhatWasWritten() throws Exception {
    for (int round = 0; round < Breadth.of(60, 2000); round++) {
      Inventory made = new RandomInventory(seed.part(round).generator()).make();
      for (SchemaRelease release : SchemaRelease.values()) {
        for (Engine engine : Engine.values()) {
          compare(made, release, engine, "round " + round);
        }
      }
    }
  }

  /// The rows of the source are there, and most of them still say what is true.
  @Test
  void writesWhatChangedSinceItWasRead() throws Exception {
    for (FixtureSets set : FixtureSets.values()) {
      Inventory source = set.tables(folder.resolve(set.name())).inventory();
      for (int round = 0; round < Breadth.of(5, 100); round++) {
        RandomInventory chance = new RandomInventory(seed.part(round).generator());
        Inventory.Builder changed = Inventory.builder(source.source());
        source.entities().forEach(changed::add);
        source.nodes().stream()
            .filter(node -> node.id().value() % 3 == 0)
            .map(chance::changed)
            .forEach(changed::replace);
        changed.replace(renamed(source.users().getFirst()));
        compare(changed.build(), set.release, set.engine, set + ", round " + round);
      }
    }
  }

  private static User renamed(User user) {
    return new User(
        user.id(), "renamed", "", user.email(), "", user.identities(), user.roles(), null);
  }

  private static void compare(
      Inventory inventory, SchemaRelease release, Engine engine, String what) throws Exception {
    Crossing crossing = new Crossing(release, engine, new UserId(1));
    Inventory again = Made.of(inventory, release, engine, OWNER).again();
    assertThat(crossing.entities(again))
        .as("%s to %s on %s", what, release, engine)
        .isEqualTo(crossing.entities(inventory));
    for (Node node : again.nodes()) {
      assertThat(node.stableId().value()).isEqualTo(node.id().toString());
    }
  }
}
