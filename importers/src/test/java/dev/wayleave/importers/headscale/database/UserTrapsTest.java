package dev.wayleave.importers.headscale.database;

import static dev.wayleave.importers.headscale.database.TestDatabases.codes;
import static dev.wayleave.importers.headscale.database.TestDatabases.current;
import static dev.wayleave.importers.headscale.database.TestDatabases.dumpWith;
import static dev.wayleave.importers.headscale.database.TestDatabases.findings;
import static dev.wayleave.importers.headscale.database.TestDatabases.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Users, policies, and the tables that belong to none.
class UserTrapsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void twoUsersOfOneNameAreLegal() throws Exception {
    DatabaseReading read =
        current(
            "INSERT INTO users(id, name, provider, provider_identifier)"
                + " VALUES (2, 'alice', 'oidc', 'https://idp/2'), (3, 'alice@example.com', '', '')",
            folder);
    assertThat(read.users()).hasSize(3);
    assertThat(read.users().get(1).value().identities())
        .containsExactly(new Identity("oidc", "https://idp/2", null, null));
    assertThat(read.users().get(2).value().identities()).isEmpty();
    assertThat(findings(read, "USER_AMBIGUOUS"))
        .allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.ACTION))
        .extracting(finding -> finding.object())
        .containsExactly("user 1 (alice)", "user 2 (alice)", "user 3 (alice@example.com)");
  }

  @Test
  void emptyAndMissingTextsAreOne() throws Exception {
    DatabaseReading read =
        current(
            "INSERT INTO users(id, name, email, display_name, provider_identifier)"
                + " VALUES (2, '', NULL, '', ''), (3, 'carol', '', NULL, NULL)",
            folder);
    assertThat(read.users().get(1).value().email()).isEmpty();
    assertThat(read.users().get(2).value().displayName()).isEmpty();
    assertThat(codes(read)).containsExactly("USER_NAMELESS");
  }

  @Test
  void deletedUsersAreKeptBesideTheOthers() throws Exception {
    DatabaseReading read =
        current(
            "INSERT INTO users(id, name, deleted_at) VALUES (2, 'bob', '2023-01-01 00:00:00');"
                + node(1, "user_id", "2"),
            folder);
    assertThat(read.users()).hasSize(1);
    assertThat(read.counts().users()).isEqualTo(1);
    assertThat(findings(read, "USER_DELETED"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.object()).isEqualTo("user 2 (bob)"));
    assertThat(read.leftovers()).anyMatch(row -> row.table().equals("users"));
    assertThat(node(read, 1).owner()).isEqualTo(new Owner.Nobody(new UserId(2)));
  }

  @Test
  void columnOrderDoesNotMatter() throws Exception {
    Path file =
        Fixtures.sqliteOf(
            """
            CREATE TABLE users(deleted_at datetime, email text, name text, id integer PRIMARY KEY);
            CREATE TABLE nodes(given_name text, user_id integer, ipv4 text, node_key text,
              machine_key text, tags text, approved_routes text, id integer PRIMARY KEY);
            INSERT INTO users VALUES (NULL, 'a@example.com', 'alice', 1);
            INSERT INTO nodes VALUES ('a', 1, '100.64.0.1', '%1$s', '%1$s', '[]', '[]', 1);
            """
                .formatted(TestDatabases.KEY_A),
            folder.resolve("db.sqlite"));
    DatabaseReading read = TestDatabases.read(file);
    assertThat(read.users().getFirst().value().name()).isEqualTo("alice");
    assertThat(node(read, 1).owner()).isEqualTo(new Owner.OfUser(new UserId(1)));
  }

  @Test
  void newestPolicyIsInUseWhereNothingElseIsKnown() throws Exception {
    Path file = Fixtures.sqlite("zero_time_expiry_migration_test.sql", folder.resolve("db.sqlite"));
    Fixtures.sqliteOf(
        """
        INSERT INTO policies(id, data, deleted_at) VALUES
          (1, '{/* one */}', NULL), (2, '{"acls": [/* two */]}', NULL), (3, '{}', '2025-01-01 00:00:00');
        """,
        file);
    Reading reading =
        DatabaseSource.sqlite(file, TestDatabases.temporary(file)).read(Progress.SILENT);
    assertThat(reading.inventory().policies()).hasSize(2);
    assertThat(reading.inventory().policyInUse().orElseThrow().text())
        .isEqualTo("{\"acls\": [/* two */]}");
    assertThat(reading.counts().policies()).isEqualTo(2);
    assertThat(reading.findings())
        .extracting(finding -> finding.code())
        .containsExactly("POLICY_DELETED", "POLICY_MODE_UNKNOWN");
    assertThat(reading.inventory().source().kind()).isEqualTo("headscale");
  }

  @Test
  void tablesOfOtherTimesAreKept() throws Exception {
    DatabaseReading read =
        dumpWith(
            "headscale_0.9.0_dump.sql",
            "INSERT INTO shared_machines(id, machine_id, namespace_id) VALUES (1, 2, 3)",
            folder);
    assertThat(read.leftovers())
        .extracting(row -> row.table())
        .containsExactlyInAnyOrder("kvs", "shared_machines");
  }

  @Test
  void tablesLeftByAReplicatorAreTolerated() throws Exception {
    DatabaseReading read = TestDatabases.dump("headscale_0.26.1_dump-litestream.sql", folder);
    assertThat(findings(read, "TABLE_LEFT"))
        .extracting(finding -> finding.object())
        .allSatisfy(object -> assertThat(object).startsWith("table _litestream_"))
        .hasSize(2);
  }

  @Test
  void foreignTablesAreMentionedAndNotRead() throws Exception {
    DatabaseReading read = current("CREATE TABLE bills(id integer, amount text)", folder);
    assertThat(findings(read, "TABLE_UNKNOWN"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.object()).isEqualTo("table bills (0 rows)"));
    assertThat(read.leftovers()).noneMatch(row -> row.table().equals("bills"));
  }

  @Test
  void rowsThatAnUpgradeLeftBehindBlock() throws Exception {
    DatabaseReading complete =
        current(
            "CREATE TABLE users_old(id integer PRIMARY KEY, name text);"
                + "INSERT INTO users_old VALUES (1, 'alice')",
            folder);
    assertThat(codes(complete)).containsExactly("TABLE_LEFT");
    Fixtures.sqliteOf("INSERT INTO users_old VALUES (2, 'bob')", folder.resolve("db.sqlite"));
    DatabaseReading torn = TestDatabases.read(folder.resolve("db.sqlite"));
    assertThat(findings(torn, "SCHEMA_HALF_MIGRATED"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.object()).isEqualTo("table users_old (2 rows)"));
    assertThat(torn.users()).hasSize(1);
  }

  @Test
  void machinesBesideNodesAreOnlyKept() throws Exception {
    DatabaseReading read =
        current(
            node(1, "user_id", "1")
                + "CREATE TABLE machines(id integer PRIMARY KEY, machine_key text);"
                + "INSERT INTO machines VALUES (1, 'x'), (2, 'y');",
            folder);
    assertThat(codes(read)).containsExactly("TABLE_LEFT");
    assertThat(read.leftovers()).filteredOn(row -> row.table().equals("machines")).hasSize(2);
    assertThat(read.nodes()).hasSize(1);
  }
}
