package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.row.TestRows.TIME;
import static dev.wayleave.exporters.headscale.row.TestRows.bytes;
import static dev.wayleave.exporters.headscale.row.TestRows.value;
import static dev.wayleave.exporters.headscale.schema.Engine.POSTGRES;
import static dev.wayleave.exporters.headscale.schema.Engine.SQLITE;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_26;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_27;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_28;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_29;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_30_DEV;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.row.TestRows.Made;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.RawValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Oddities of real databases on their way into another one.
class NodeTrapsTest {
  private static final RawValue NULL = value(null);

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", ""})
  void keepsTheSpellingOfNoTagsAndWritesNullElsewhere(String tags) throws Exception {
    TestRows source = TestRows.withUsers(V0_29, SQLITE).node(1, "tags", tags);
    assertThat(source.back().cell("nodes", 1, "tags")).isEqualTo(value(tags));
    assertThat(source.to(V0_28, SQLITE).cell("nodes", 1, "tags")).isEqualTo(NULL);
    assertThat(source.to(V0_29, POSTGRES).cell("nodes", 1, "tags")).isEqualTo(NULL);
    assertThat(source.to(V0_27, SQLITE).cell("nodes", 1, "forced_tags")).isEqualTo(NULL);
  }

  @Test
  void keepsTheOrderOfTags() throws Exception {
    String tags = "[\"tag:web\",\"tag:db\"]";
    TestRows source = TestRows.withUsers(V0_28, SQLITE).node(1, "tags", tags);
    assertThat(source.back().cell("nodes", 1, "tags")).isEqualTo(value(tags));
    assertThat(source.to(V0_29, SQLITE).cell("nodes", 1, "tags"))
        .isEqualTo(value("[\"tag:db\",\"tag:web\"]"));
  }

  @Test
  void keepsZeroTimesAndWritesNullElsewhere() throws Exception {
    String zero = "0001-01-01 00:00:00+00:00";
    TestRows source = TestRows.withUsers(V0_27, SQLITE).node(1, "expiry", zero, "last_seen", zero);
    assertThat(source.back().cell("nodes", 1, "expiry")).isEqualTo(value(zero));
    assertThat(source.back().cell("nodes", 1, "last_seen")).isEqualTo(value(zero));
    assertThat(source.to(V0_29, SQLITE).cell("nodes", 1, "expiry")).isEqualTo(NULL);
    assertThat(source.to(V0_27, POSTGRES).cell("nodes", 1, "last_seen")).isEqualTo(NULL);
  }

  @Test
  void writesTimesOfAllZonesAsUtcWithMicroseconds() throws Exception {
    TestRows source =
        TestRows.withUsers(V0_28, SQLITE)
            .node(1, "last_seen", "2026-03-01 12:00:00.123456789+02:00")
            .node(2, "last_seen", "2026-03-01 12:00:00")
            .node(3, "last_seen", "2026-03-01 12:00:00.5-08:00");
    Made postgres = source.to(V0_28, POSTGRES);
    assertThat(postgres.cell("nodes", 1, "last_seen"))
        .isEqualTo(value("2026-03-01 10:00:00.123456+00"));
    assertThat(postgres.cell("nodes", 2, "last_seen")).isEqualTo(value("2026-03-01 12:00:00+00"));
    assertThat(postgres.cell("nodes", 3, "last_seen")).isEqualTo(value("2026-03-01 20:00:00.5+00"));
    assertThat(source.back().cell("nodes", 1, "last_seen"))
        .isEqualTo(value("2026-03-01 12:00:00.123456789+02:00"));
    assertThat(source.to(V0_29, SQLITE).cell("nodes", 1, "last_seen"))
        .isEqualTo(value("2026-03-01 10:00:00.123456789+00:00"));
  }

  @Test
  void carriesTimesThatSayNothingOfTheNode() throws Exception {
    TestRows source =
        TestRows.withUsers(V0_28, SQLITE).node(1, "updated_at", "2026-05-05 05:05:05+00:00");
    assertThat(source.to(V0_29, POSTGRES).cell("nodes", 1, "updated_at"))
        .isEqualTo(value("2026-05-05 05:05:05+00"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 77})
  void writesNoPreAuthKeyWhereThereIsNone(int key) throws Exception {
    TestRows source = TestRows.withUsers(V0_28, SQLITE).node(1, "auth_key_id", key);
    assertThat(source.back().cell("nodes", 1, "auth_key_id")).isEqualTo(NULL);
    assertThat(source.to(V0_29, POSTGRES).cell("nodes", 1, "auth_key_id")).isEqualTo(NULL);
  }

  @Test
  void writesAZeroKeyWhereTheDeviceToldNone() throws Exception {
    TestRows source = TestRows.withUsers(V0_27, SQLITE).node(1, "disco_key", "discokey:");
    assertThat(source.back().cell("nodes", 1, "disco_key")).isEqualTo(value("discokey:"));
    assertThat(source.to(V0_28, SQLITE).cell("nodes", 1, "disco_key"))
        .isEqualTo(value("discokey:" + "0".repeat(64)));
  }

  @Test
  void writesTheUsualSpellingOfHowANodeRegistered() throws Exception {
    TestRows source = TestRows.withUsers(V0_27, SQLITE).node(1, "register_method", "authKey");
    assertThat(source.back().cell("nodes", 1, "register_method")).isEqualTo(value("authKey"));
    assertThat(source.to(V0_28, SQLITE).cell("nodes", 1, "register_method"))
        .isEqualTo(value("authkey"));
  }

  @Test
  void keepsHostinfoByteForByteAndLeavesOutWhatIsNone() throws Exception {
    String odd = "{ \"OS\" : \"linux\" , \"fake\":\"data\"}";
    TestRows source =
        TestRows.withUsers(V0_29, SQLITE).node(1, "host_info", odd).node(2, "host_info", "{broken");
    assertThat(source.to(V0_28, POSTGRES).cell("nodes", 1, "host_info")).isEqualTo(value(odd));
    assertThat(source.back().cell("nodes", 2, "host_info")).isEqualTo(value("{broken"));
    assertThat(source.to(V0_28, SQLITE).cell("nodes", 2, "host_info")).isEqualTo(NULL);
  }

  @Test
  void reportsBytesThatPostgresCannotHold() throws Exception {
    byte[] latin = {'c', 'a', 'f', (byte) 0xe9};
    TestRows source =
        TestRows.withUsers(V0_29, SQLITE)
            .node(1, "hostname", latin)
            .node(2, "host_info", bytes("{\"OS\":\"a\0b\"}"));
    Made postgres = source.to(V0_29, POSTGRES);
    assertThat(postgres.codes()).contains("LOSSY TEXT_UNFIT");
    assertThat(postgres.findings())
        .filteredOn(finding -> finding.code().equals("TEXT_UNFIT"))
        .extracting(finding -> finding.object())
        .containsExactly("node 1 (host-1)", "node 2 (host-2)");
    assertThat(postgres.cell("nodes", 1, "hostname")).isEqualTo(value("caf\uFFFD"));
    assertThat(source.back().cell("nodes", 1, "hostname")).isEqualTo(value(latin));
    Made newer = source.to(V0_30_DEV, SQLITE);
    assertThat(newer.cell("nodes", 1, "hostname")).isEqualTo(value(latin));
    assertThat(newer.codes()).doesNotContain("LOSSY TEXT_UNFIT");
  }

  @Test
  void takesTwoNodesOfOneMachine() throws Exception {
    String key = "mkey:" + "ab".repeat(32);
    TestRows source =
        TestRows.withUsers(V0_28, SQLITE)
            .node(1, "machine_key", key)
            .node(2, "machine_key", key, "user_id", 2);
    Made made = source.to(V0_29, POSTGRES);
    assertThat(made.cell("nodes", 1, "machine_key")).isEqualTo(value(key));
    assertThat(made.cell("nodes", 2, "machine_key")).isEqualTo(value(key));
  }

  @ParameterizedTest
  @EnumSource(
      value = SchemaRelease.class,
      names = {"V0_26", "V0_27", "V0_28"})
  void givesTaggedNodesTheUserWhoRegisteredThem(SchemaRelease release) throws Exception {
    TestRows source =
        TestRows.withUsers(V0_28, SQLITE).node(1, "tags", "[\"tag:a\"]", "user_id", 2);
    assertThat(source.to(release, POSTGRES).cell("nodes", 1, "user_id")).isEqualTo(value(2));
    assertThat(source.to(V0_29, POSTGRES).cell("nodes", 1, "user_id")).isEqualTo(NULL);
  }

  @Test
  void givesTaggedNodesTheUserWhomTheOperatorNames() throws Exception {
    TestRows source =
        TestRows.withUsers(V0_29, SQLITE).node(1, "tags", "[\"tag:a\"]", "user_id", null);
    for (String name : new String[] {"2", "bob"}) {
      Made made = Made.of(source.inventory(), V0_27, SQLITE, new RowOptions(name));
      assertThat(made.cell("nodes", 1, "user_id")).isEqualTo(value(2));
    }
    assertThat(source.to(V0_27, SQLITE).codes()).contains("BLOCKER TAGGED_OWNER_MISSING");
    assertThat(source.to(V0_26, SQLITE).codes()).contains("BLOCKER TAGGED_OWNER_MISSING");
    assertThat(source.to(V0_28, SQLITE).codes()).doesNotContain("BLOCKER TAGGED_OWNER_MISSING");
    assertThat(Made.of(source.inventory(), V0_27, SQLITE, new RowOptions("carol")).codes())
        .contains("BLOCKER TAGGED_OWNER_UNKNOWN");
  }

  @Test
  void writesOrphansWithoutAnOwner() throws Exception {
    TestRows source =
        TestRows.withUsers(V0_29, SQLITE).node(1, "user_id", 9).node(2, "user_id", null);
    Made made = source.back();
    assertThat(made.cell("nodes", 1, "user_id")).isEqualTo(NULL);
    assertThat(made.cell("nodes", 2, "user_id")).isEqualTo(NULL);
    assertThat(made.codes()).contains("ACTION NODE_ORPHANED");
  }

  @Test
  void bringsDeletedRowsBackToTheirOwnReleaseOnly() throws Exception {
    TestRows source =
        TestRows.withUsers(V0_28, SQLITE)
            .add("users", "id", 3, "name", "carol", "deleted_at", TIME)
            .node(1, "user_id", 3)
            .node(2, "deleted_at", TIME)
            .add("routes", "id", 1, "prefix", "10.0.0.0/8");
    Made back = source.back();
    assertThat(back.cell("users", 3, "deleted_at")).isEqualTo(value(TIME));
    assertThat(back.cell("nodes", 1, "user_id")).isEqualTo(value(3));
    assertThat(back.cell("nodes", 2, "deleted_at")).isEqualTo(value(TIME));
    assertThat(back.codes()).contains("INFO ROWS_LEFT_OUT");
    Made newer = source.to(V0_29, SQLITE);
    assertThat(newer.tables().rows("users")).hasSize(2);
    assertThat(newer.cell("nodes", 1, "user_id")).isEqualTo(NULL);
    assertThat(newer.findings())
        .filteredOn(finding -> finding.code().equals("ROWS_LEFT_OUT"))
        .extracting(finding -> finding.object())
        .containsExactly("table nodes (1 rows)", "table routes (1 rows)", "table users (1 rows)");
  }

  @Test
  void shortensNamesThatPostgresCannotHold() throws Exception {
    TestRows source = TestRows.withUsers(V0_28, SQLITE).node(1, "given_name", "n".repeat(70));
    Made postgres = source.to(V0_28, POSTGRES);
    assertThat(postgres.cell("nodes", 1, "given_name")).isEqualTo(value("n".repeat(63)));
    assertThat(postgres.codes()).contains("LOSSY GIVEN_NAME_SHORTENED");
  }
}
