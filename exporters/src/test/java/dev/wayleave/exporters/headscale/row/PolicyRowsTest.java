package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.row.TestRows.TIME;
import static dev.wayleave.exporters.headscale.row.TestRows.value;
import static dev.wayleave.exporters.headscale.schema.Engine.POSTGRES;
import static dev.wayleave.exporters.headscale.schema.Engine.SQLITE;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_28;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_29;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.row.TestRows.Made;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.policy.dialect.Originals;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The newest row of `policies` is the policy that Headscale goes by.
class PolicyRowsTest {
  private static final String HUJSON = "{\n\t// kept\n\t\"acls\": [],\n}\r\n";

  private static TestRows source() {
    return TestRows.withUsers(V0_28, SQLITE)
        .add("policies", "id", 1, "data", "{}", "created_at", TIME)
        .add("policies", "id", 4, "data", HUJSON, "created_at", TIME)
        .add("policies", "id", 6, "data", "{}", "created_at", TIME, "deleted_at", TIME);
  }

  private static List<String> texts(Made made) {
    return made.tables().rows("policies").stream()
        .map(row -> row.get("id") + " " + row.get("data"))
        .toList();
  }

  private static Made made(Inventory inventory, @Nullable String policy) {
    return Made.of(inventory, V0_28, SQLITE, new RowOptions(null, policy));
  }

  @Test
  void keepsAllVersionsByteForByte() throws Exception {
    Made made = source().back();
    assertThat(made.tables().rows("policies").stream().map(RawRow::columns).toList())
        .isEqualTo(source().tables().rows("policies").stream().map(RawRow::columns).toList());
    assertThat(source().to(V0_29, POSTGRES).cell("policies", 4, "data")).isEqualTo(value(HUJSON));
  }

  @Test
  void writesTheOriginalOfARewrittenPolicy() throws Exception {
    Inventory read = source().inventory();
    PolicyVersion original = read.policyInUse().orElseThrow();
    Inventory.Builder translated = Inventory.builder(read.source());
    read.entities().forEach(translated::add);
    translated
        .replace(Originals.kept(original))
        .add(Originals.rewritten(Optional.of(original), "{\"grants\": []}", PolicyEngine.V0_28));
    read.leftovers().forEach(translated::addLeftover);
    Made made = made(translated.build(), null);
    assertThat(texts(made)).isEqualTo(texts(source().back()));
    assertThat(made.again().policyInUse().orElseThrow().text()).isEqualTo(HUJSON);
  }

  @Test
  void putsTheChosenTextBehindAllOtherRows() throws Exception {
    Made made = made(source().inventory(), "{\"chosen\": true}");
    assertThat(made.tables().rows("policies")).hasSize(4);
    assertThat(made.cell("policies", 7, "data")).isEqualTo(value("{\"chosen\": true}"));
    assertThat(made.again().policyInUse().orElseThrow().id()).isEqualTo("7");
    assertThat(made(source().inventory(), HUJSON).tables().rows("policies")).hasSize(3);
  }

  @Test
  void putsAnOlderVersionThatIsInForceAgainBehindTheOthers() throws Exception {
    Inventory.Builder versions = Inventory.builder(new SourceInfo("wayleave", "", "postgresql"));
    versions
        .add(new PolicyVersion("1", "old", true, "api", null))
        .add(new PolicyVersion("2", "new", false, "api", null));
    Made made = made(versions.build(), null);
    assertThat(made.again().policyInUse().orElseThrow().text()).isEqualTo("old");
    assertThat(made.tables().rows("policies")).hasSize(3);
  }

  @Test
  void leavesAPolicyFileToTheConfiguration() throws Exception {
    Inventory read = source().inventory();
    Inventory.Builder file = Inventory.builder(read.source());
    read.entities().forEach(file::add);
    file.replace(read.policyInUse().orElseThrow().retired())
        .add(new PolicyVersion(PolicyVersion.FILE_ID, "{}", true, "policy.hujson", null));
    Made made = made(file.build(), null);
    assertThat(made.tables().rows("policies")).hasSize(2);
    assertThat(made.codes()).containsExactly("INFO POLICY_IN_FILE");
  }
}
