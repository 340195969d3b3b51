package dev.wayleave.importers.headscale.database;

import static dev.wayleave.importers.headscale.database.TestDatabases.current;
import static dev.wayleave.importers.headscale.database.TestDatabases.dumpWith;
import static dev.wayleave.importers.headscale.database.TestDatabases.findings;
import static dev.wayleave.importers.headscale.database.TestDatabases.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding.Level;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Routes, which have stood in three places.
class RouteTrapsTest {
  private static final String NODES =
      """
      INSERT INTO users(id, name) VALUES (1, 'alice');
      INSERT INTO nodes(id, machine_key, node_key, ipv4, given_name, user_id, host_info) VALUES
        (1, 'mkey:%1$s', 'nodekey:%1$s', '100.64.0.1', 'a', 1, '{"RoutableIPs":["10.9.0.0/16"]}');
      """
          .formatted(TestDatabases.KEY_A);

  @TempDir Path folder = Path.of("");

  @Test
  void routesTableBecomesAdvertisedAndApprovedRoutes() throws Exception {
    DatabaseReading read =
        dumpWith(
            "headscale_0.23.0-beta1_dump.sql",
            NODES
                + """
                INSERT INTO routes(id, node_id, prefix, advertised, enabled, is_primary) VALUES
                  (1, 1, '10.1.0.0/16', 1, 1, 1), (2, 1, '10.2.0.0/16', 1, 0, 0),
                  (3, 1, '10.3.0.0/16', 0, 1, 0), (4, 1, '10.4.0.0/16', 0, 0, 0);
                """,
            folder);
    assertThat(node(read, 1).advertisedRoutes()).hasToString("[10.1.0.0/16, 10.2.0.0/16]");
    assertThat(node(read, 1).approvedRoutes()).hasToString("[10.1.0.0/16, 10.3.0.0/16]");
    assertThat(read.counts().routes()).isEqualTo(4);
    assertThat(read.leftovers()).filteredOn(row -> row.table().equals("routes")).hasSize(4);
    assertThat(read.findings()).isEmpty();
  }

  @Test
  void routesOfNoNodeAreKeptAndMentioned() throws Exception {
    DatabaseReading read =
        dumpWith(
            "headscale_0.23.0-beta1_dump.sql",
            NODES
                + """
                INSERT INTO routes(id, node_id, prefix, advertised, enabled) VALUES
                  (1, 99, '10.1.0.0/16', 1, 1), (2, NULL, '10.2.0.0/16', 1, 1);
                """,
            folder);
    assertThat(findings(read, "ROUTE_ORPHANED"))
        .hasSize(2)
        .allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.INFO))
        .extracting(finding -> finding.object())
        .containsExactly("route 1 (10.1.0.0/16)", "route 2 (10.2.0.0/16)");
    assertThat(read.leftovers()).filteredOn(row -> row.table().equals("routes")).hasSize(2);
    assertThat(read.counts().routes()).isEqualTo(2);
  }

  @Test
  void deletedRoutesAreNotApproved() throws Exception {
    DatabaseReading read =
        dumpWith(
            "headscale_0.23.0-beta1_dump.sql",
            NODES
                + """
                INSERT INTO routes(id, node_id, prefix, advertised, enabled, deleted_at) VALUES
                  (1, 1, '10.1.0.0/16', 1, 1, '2023-01-01 00:00:00');
                """,
            folder);
    assertThat(node(read, 1).approvedRoutes()).isEmpty();
    assertThat(read.counts().routes()).isZero();
    assertThat(findings(read, "ROUTE_DELETED")).hasSize(1);
  }

  @Test
  void enabledRoutesOfOldMachinesAreApproved() throws Exception {
    DatabaseReading read =
        dumpWith(
            "headscale_0.17.1_dump.sql",
            """
            INSERT INTO namespaces(id, name) VALUES (1, 'alice');
            INSERT INTO machines(id, machine_key, node_key, ip_addresses, given_name, namespace_id,
              host_info, enabled_routes)
            VALUES (1, '%1$s', '%1$s', '100.64.0.1', 'a', 1,
              '{"RoutableIPs":["10.1.0.0/16","10.2.0.0/16"]}', '["10.1.0.0/16"]');
            """
                .formatted(TestDatabases.KEY_A),
            folder);
    assertThat(node(read, 1).advertisedRoutes()).hasToString("[10.1.0.0/16, 10.2.0.0/16]");
    assertThat(node(read, 1).approvedRoutes()).hasToString("[10.1.0.0/16]");
    assertThat(read.counts().routes()).isEqualTo(2);
  }

  @Test
  void approvedRoutesAreReadFromTheNodeSince026() throws Exception {
    DatabaseReading read =
        current(
            node(
                1,
                "user_id, host_info, approved_routes",
                "1, '{\"RoutableIPs\":[\"10.1.0.0/16\",\"0.0.0.0/0\",\"::/0\"]}',"
                    + " '[\"10.7.0.0/16\",\"10.1.0.0/16\",\"10.1.0.0/16\"]'"),
            folder);
    assertThat(node(read, 1).approvedRoutes()).hasToString("[10.1.0.0/16, 10.7.0.0/16]");
    assertThat(node(read, 1).advertisedRoutes()).hasToString("[0.0.0.0/0, 10.1.0.0/16, ::/0]");
    assertThat(read.counts().routes()).isEqualTo(4);
  }

  @Test
  void routeThatIsNoneIsLost() throws Exception {
    DatabaseReading read =
        current(node(1, "user_id, approved_routes", "1, '[\"10.0.0.0\"]'"), folder);
    assertThat(findings(read, "ROUTE_UNREADABLE"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.LOSSY))
        .satisfies(finding -> assertThat(finding.what()).contains("\"10.0.0.0\""));
  }

  @Test
  void routesInBothPlacesBlock() throws Exception {
    DatabaseReading read =
        current(
            "CREATE TABLE routes(id integer PRIMARY KEY, node_id integer, prefix text,"
                + " advertised numeric, enabled numeric, deleted_at datetime);"
                + "INSERT INTO routes VALUES (1, 1, '10.1.0.0/16', 1, 1, NULL);"
                + node(1, "user_id", "1"),
            folder);
    assertThat(findings(read, "SCHEMA_HALF_MIGRATED")).hasSize(1);
    assertThat(node(read, 1).approvedRoutes()).isEmpty();
  }

  @Test
  void truthValuesOfADatabaseThatOnceWasPostgres() throws Exception {
    DatabaseReading read =
        dumpWith(
            "headscale_0.23.0-beta1_dump.sql",
            NODES
                + """
                INSERT INTO routes(id, node_id, prefix, advertised, enabled) VALUES
                  (1, 1, '10.1.0.0/16', 't', 't'), (2, 1, '10.2.0.0/16', 't', 'f'),
                  (3, 1, '10.3.0.0/16', 'true', 'false');
                """,
            folder);
    assertThat(node(read, 1).approvedRoutes()).hasToString("[10.1.0.0/16]");
    assertThat(node(read, 1).advertisedRoutes()).hasSize(3);
  }
}
