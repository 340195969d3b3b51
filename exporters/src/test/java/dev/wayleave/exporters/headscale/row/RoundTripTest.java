package dev.wayleave.exporters.headscale.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchemas;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.SourceInfo;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What was read from a database goes back to one of the same release and engine as it was.
class RoundTripTest {
  private final InventoryRows renderer = new InventoryRows();

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource(FixtureSets.class)
  void writesEveryRowAsItWas(FixtureSets set) throws Exception {
    MemoryTables source = set.tables(folder);
    HeadscaleSchema schema = HeadscaleSchemas.of(set.release, set.engine);
    Rendering rendering = renderer.render(source.inventory(), schema, new RowOptions(null));
    assertThat(rendering.findings()).filteredOn(RoundTripTest::isMoreThanInfo).isEmpty();
    compare(source, rendering, schema);
  }

  /// Until 0.27 a device has the tags that it asks for without anyone's writing them down.
  @ParameterizedTest
  @EnumSource(FixtureSets.class)
  void writesEveryRowAsItWasBesideATranslatedPolicy(FixtureSets set) throws Exception {
    MemoryTables source = set.tables(folder);
    HeadscaleSchema schema = HeadscaleSchemas.of(set.release, set.engine);
    Inventory migrated = source.migrated();
    Rendering rendering = renderer.render(migrated, schema, new RowOptions(null));
    assertThat(rendering.findings()).filteredOn(RoundTripTest::isMoreThanInfo).isEmpty();
    compare(source, rendering, schema);
    if (set == FixtureSets.V0_27) {
      assertThat(migrated.nodes()).isNotEqualTo(source.inventory().nodes());
    }
  }

  /// A coordinator gives the rows of its entities back, but tells nothing of where they came from,
  /// and keeps no rows beside them.
  @ParameterizedTest
  @EnumSource(FixtureSets.class)
  void writesEveryRowAsItWasAfterALifeInACoordinator(FixtureSets set) throws Exception {
    MemoryTables source = set.tables(folder);
    HeadscaleSchema schema = HeadscaleSchemas.of(set.release, set.engine);
    Inventory.Builder there = Inventory.builder(new SourceInfo("wayleave", "0.1.0", "postgresql"));
    source.inventory().entities().forEach(there::add);
    Rendering rendering = renderer.render(there.build(), schema, new RowOptions(null));
    assertThat(rendering.findings()).filteredOn(RoundTripTest::isMoreThanInfo).isEmpty();
    compare(source, rendering, schema);
  }

  private static void compare(MemoryTables source, Rendering rendering, HeadscaleSchema schema) {
    MemoryTables made = MemoryTables.of(schema, rendering);
    for (TableShape table : schema.tables()) {
      List<RawRow> rows = made.rows(table.name());
      assertThat(rows.stream().map(RawRow::columns))
          .as(table.name())
          .containsExactlyElementsOf(
              source.rows(table.name()).stream().map(RawRow::columns).toList());
      assertThat(rendering.rows().count(table)).isEqualTo(rows.size());
    }
  }

  static boolean isMoreThanInfo(Finding finding) {
    return finding.level() != Finding.Level.INFO;
  }
}
