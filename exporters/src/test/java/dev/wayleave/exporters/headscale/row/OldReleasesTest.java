package dev.wayleave.exporters.headscale.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.row.TestRows.Made;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Databases of all releases since 0.2, with the oddities of real ones, in one step.
class OldReleasesTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @MethodSource("dev.wayleave.testkit.fixture.Fixtures#dumps")
  void readsTheSameAgain(String dump) throws Exception {
    Path file = Fixtures.sqlite(dump, folder.resolve("db.sqlite"));
    Inventory source = MemoryTables.sqlite(file, folder.resolve("temporary")).inventory();
    if (source.users().isEmpty()) {
      assertThat(source.nodes()).as("nodes without users").isEmpty();
      return;
    }
    for (SchemaRelease release : SchemaRelease.values()) {
      Engine engine = release.atLeast(SchemaRelease.V0_29) ? Engine.POSTGRES : Engine.SQLITE;
      compare(source, release, engine, dump);
    }
  }

  private static void compare(Inventory source, SchemaRelease release, Engine engine, String dump)
      throws Exception {
    UserId first = source.users().getFirst().id();
    Made made = Made.of(source, release, engine, new RowOptions(first.toString()));
    Crossing crossing = new Crossing(release, engine, first);
    assertThat(crossing.entities(made.again()))
        .as("%s to %s", dump, release)
        .isEqualTo(crossing.entities(source));
    assertThat(made.findings()).noneMatch(f -> f.level() == Finding.Level.BLOCKER);
  }
}
