package dev.wayleave.exporters.headscale.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.row.FixtureSets.Pair;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchemas;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What was read from a database of any release goes to one of any other.
class CrossReleaseTest {
  private static final RowOptions ALICE = new RowOptions("alice");

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @MethodSource("dev.wayleave.exporters.headscale.row.FixtureSets#pairs")
  void readsTheSameAgain(Pair pair) throws Exception {
    Inventory source = pair.set().tables(folder).inventory();
    HeadscaleSchema schema = HeadscaleSchemas.of(pair.release(), pair.engine());
    Rendering rendering = new InventoryRows().render(source, schema, ALICE);
    Inventory again = MemoryTables.of(schema, rendering).inventory();
    Crossing crossing = new Crossing(pair.release(), pair.engine(), new UserId(1));
    Crossing unchanged = new Crossing(pair.release(), pair.engine(), new UserId(1));
    Inventory.Builder respelled = Inventory.builder(source.source());
    source.entities().forEach(respelled::add);
    ken(again, pair, rendering).ifPresent(respelled::replace);
    assertThat(unchanged.entities(again)).isEqualTo(crossing.entities(respelled.build()));
    assertThat(codes(rendering)).isSubsetOf(expected(pair));
    assertThat(again.source().database()).isEqualTo(pair.engine().label());
  }

  /// The one identity that 0.29 spells otherwise than 0.28; from there the way back is known.
  private static Optional<User> ken(Inventory again, Pair pair, Rendering rendering) {
    if (!codes(rendering).contains("IDENTIFIER_RESPELLED")) {
      return Optional.empty();
    }
    User ken = again.users().stream().filter(u -> u.name().equals("ken")).findFirst().orElseThrow();
    assertThat(pair.set().release.atLeast(SchemaRelease.V0_29)).isTrue();
    assertThat(pair.release().atLeast(SchemaRelease.V0_29)).isFalse();
    assertThat(ken.identities().getFirst().identifier())
        .isEqualTo("http://127.0.0.1:18090/tenant/a%20b/c%3Fd%23e");
    return Optional.of(ken);
  }

  private static Set<String> codes(Rendering rendering) {
    return rendering.findings().stream()
        .map(Finding::code)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> expected(Pair pair) {
    Set<String> codes = new TreeSet<>();
    SchemaRelease from = pair.set().release;
    SchemaRelease to = pair.release();
    if (from == to && pair.set().engine == pair.engine()) {
      return codes;
    }
    if (from.atLeast(SchemaRelease.V0_28) && !to.atLeast(SchemaRelease.V0_28)) {
      codes.addAll(Set.of("KEY_HASHED", "API_KEY_SPELLING"));
    }
    if (!to.atLeast(SchemaRelease.V0_28)) {
      // The device wants-tag; up to 0.27 the policy decides.
      codes.add("TAGS_REQUESTED");
    }
    if (from.atLeast(SchemaRelease.V0_30_DEV) && from != to) {
      codes.addAll(Set.of("DESCRIPTION_LOST", "KEY_REVOKED", "OAUTH_UNKNOWN", "OAUTH_TOKEN_ENDS"));
    }
    if (from.atLeast(SchemaRelease.V0_29) && !to.atLeast(SchemaRelease.V0_29)) {
      codes.add("IDENTIFIER_RESPELLED");
    }
    if (!from.atLeast(SchemaRelease.V0_29) && to.atLeast(SchemaRelease.V0_29)) {
      codes.addAll(Set.of("IDENTIFIER_UNSURE", "REGISTRANT_LOST"));
    }
    return codes;
  }

  @Test
  void reportsEveryHashedKeyThat027CannotHold() throws Exception {
    Inventory source = FixtureSets.V0_29.tables(folder).inventory();
    HeadscaleSchema schema = HeadscaleSchemas.of(SchemaRelease.V0_27, FixtureSets.V0_29.engine);
    Rendering rendering = new InventoryRows().render(source, schema, ALICE);
    assertThat(rendering.findings())
        .filteredOn(finding -> finding.code().equals("KEY_HASHED"))
        .hasSize(source.preAuthKeys().size())
        .allMatch(finding -> finding.level() == Finding.Level.ACTION);
  }
}
