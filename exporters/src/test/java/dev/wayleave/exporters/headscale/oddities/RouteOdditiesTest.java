package dev.wayleave.exporters.headscale.oddities;

import static dev.wayleave.exporters.headscale.oddities.OddDatabase.V0_23;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.V0_26;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.node;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Routes of nothing, and lists of routes that are none.
class RouteOdditiesTest {
  @TempDir Path folder = Path.of("");

  private Destination to(Engine engine) {
    return Destination.of(SchemaRelease.V0_29, engine, folder);
  }

  @ParameterizedTest
  @EnumSource
  void routesOfNoNodeStayBehindAndAreMentioned(Engine engine) throws Exception {
    Path source =
        V0_23.with(
            folder,
            node(1),
            """
            INSERT INTO routes(id, node_id, prefix, advertised, enabled) VALUES
              (1, 1, '10.1.0.0/16', 1, 1), (2, 99, '10.2.0.0/16', 1, 1),
              (3, NULL, '10.3.0.0/16', 1, 1), (4, 1, '10.4.0.0/16', 1, 0)
            """);
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(journey.findings("ROUTE_ORPHANED"))
          .containsExactly("INFO route 2 (10.2.0.0/16)", "INFO route 3 (10.3.0.0/16)");
      assertThat(to.ask("SELECT approved_routes FROM nodes")).containsExactly("[\"10.1.0.0/16\"]");
      assertThat(journey.node(1).advertisedRoutes()).hasToString("[10.1.0.0/16, 10.4.0.0/16]");
    }
  }

  /// As in a database that came from PostgreSQL.
  @ParameterizedTest
  @EnumSource
  void truthAsLettersIsTruth(Engine engine) throws Exception {
    Path source =
        V0_23.with(
            folder,
            node(1),
            """
            INSERT INTO routes(id, node_id, prefix, advertised, enabled) VALUES
              (1, 1, '10.1.0.0/16', 't', 't'), (2, 1, '10.2.0.0/16', 't', 'f');
            INSERT INTO pre_auth_keys(id, key, user_id, reusable, ephemeral, used) VALUES
              (1, '%s', 1, 't', 'f', 'true'), (2, '%s', 1, 'false', 'true', 'f')
            """
                .formatted("a7".repeat(24), "b8".repeat(24)));
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(journey.node(1).approvedRoutes()).hasToString("[10.1.0.0/16]");
      String reusable = engine == Engine.SQLITE ? "reusable = 1" : "reusable";
      String used = engine == Engine.SQLITE ? "used = 1" : "used";
      assertThat(to.ask("SELECT id FROM pre_auth_keys WHERE " + reusable)).containsExactly("1");
      assertThat(to.ask("SELECT id FROM pre_auth_keys WHERE " + used)).containsExactly("1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noApprovedRoutesStayNoneHoweverTheyAreSpelled(Engine engine) throws Exception {
    Path source =
        V0_26.with(
            folder,
            node(1),
            node(2),
            node(3),
            set(1, "approved_routes = 'null'"),
            set(2, "approved_routes = '[]'"),
            set(3, "approved_routes = ''"));
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(to.ask("SELECT count(*) FROM nodes WHERE approved_routes IS NULL"))
          .containsExactly("3");
      assertThat(journey.again().counts().routes()).isZero();
    }
  }

  /// With one of the two a node is no exit node; with both it would be one.
  @ParameterizedTest
  @EnumSource
  void oneOfTheTwoExitRoutesStaysOne(Engine engine) throws Exception {
    Path source =
        V0_26.with(
            folder,
            node(1),
            set(
                1,
                "approved_routes = '[\"0.0.0.0/0\"]',"
                    + " host_info = '{\"RoutableIPs\":[\"0.0.0.0/0\",\"::/0\"]}'"));
    try (Destination to = to(engine)) {
      Journey.of(source, to);
      assertThat(to.ask("SELECT approved_routes FROM nodes")).containsExactly("[\"0.0.0.0/0\"]");
    }
  }
}
