package dev.wayleave.exporters.headscale.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.importers.headscale.HeadscaleSource;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.policy.dialect.HeadscaleExport.Outcome;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Policies of real servers, taken over and given to each release.
class FixturePolicyTest {
  @TempDir Path folder;

  static Stream<Arguments> setsAndReleases() {
    return Fixtures.SQLITE_SETS.stream()
        .flatMap(set -> Arrays.stream(SchemaRelease.values()).map(to -> Arguments.of(set, to)));
  }

  static List<String> sets() {
    return Fixtures.SQLITE_SETS;
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("setsAndReleases")
  void originalGoesToEachReleaseThatHasItsWords(String set, SchemaRelease to) throws Exception {
    Inventory inventory = viaWayleave(read(set));

    Outcome outcome = HeadscaleFiles.policy(inventory, to);

    if (to == SchemaRelease.V0_26) {
      assertThat(outcome.text().orElseThrow()).doesNotContain("autogroup:member");
      assertThat(codes(outcome)).contains("LOSSY POLICY_RULE_LOST");
    } else if (set.startsWith("0.27") && to != SchemaRelease.V0_27) {
      // A node that asks for a tag has it since 0.28 in place of its user, so that the text of 0.27
      // would lose what the policy in force gives back by its addresses.
      assertThat(outcome.text().orElseThrow())
          .contains("\"src\": [\"group:eng\", \"100.64.0.19\", \"fd7a:115c:a1e0::13\"]");
      assertThat(codes(outcome)).isSubsetOf("INFO POLICY_REWRITTEN");
    } else {
      assertThat(outcome.findings()).isEmpty();
      assertThat(outcome.text()).hasValue(Fixtures.text(set, "policy.hujson"));
    }
  }

  /// Without anything in between there is nothing to compare.
  @ParameterizedTest
  @MethodSource("sets")
  void originalGoesBackToItsOwnReleaseAsItIs(String set) throws Exception {
    Outcome outcome = HeadscaleFiles.policy(read(set), FixtureRoundTripTest.release(set));

    assertThat(outcome).isInstanceOf(Outcome.Kept.class);
    assertThat(outcome.findings()).isEmpty();
    assertThat(outcome.text()).hasValue(Fixtures.text(set, "policy.hujson"));
  }

  private Inventory read(String set) throws Exception {
    Path copy = Fixtures.copySet(set, folder);
    Path temporary = Files.createDirectories(folder.resolve("temporary"));
    return new HeadscaleSource(
            copy.resolve("config.yaml"), Map.of(), temporary, PolicyMeaning.SOURCE)
        .read(Progress.SILENT)
        .inventory();
  }

  /// The same as a coordinator shows it, which does not know what it was read from.
  private static Inventory viaWayleave(Inventory source) {
    Inventory.Builder inventory =
        Inventory.builder(new SourceInfo("wayleave", "0.1", "postgresql"));
    source.entities().map(Entity::value).forEach(inventory::add);
    return inventory.build();
  }

  private static List<String> codes(Outcome outcome) {
    return outcome.findings().stream().map(one -> one.level() + " " + one.code()).toList();
  }
}
