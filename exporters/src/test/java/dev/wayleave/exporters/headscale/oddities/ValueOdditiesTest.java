package dev.wayleave.exporters.headscale.oddities;

import static dev.wayleave.exporters.headscale.oddities.OddDatabase.V0_26;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.V0_29;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.node;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Times of all zones, and bytes that are no text.
class ValueOdditiesTest {
  @TempDir Path folder = Path.of("");

  private Destination to(Engine engine) {
    return Destination.of(SchemaRelease.V0_29, engine, folder);
  }

  @ParameterizedTest
  @EnumSource
  void timesOfAllZonesAreTheSameMoments(Engine engine) throws Exception {
    Path source =
        V0_26.with(
            folder,
            node(1),
            node(2),
            node(3),
            set(1, "last_seen = '2026-03-01 12:00:00.123456789+02:00'"),
            set(2, "last_seen = '2026-03-01 12:00:00'"),
            set(3, "last_seen = '2026-03-01 12:00:00.5-08:00'"));
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(journey.node(2).lastSeen()).isEqualTo("2026-03-01T12:00:00Z");
      assertThat(journey.node(3).lastSeen()).isEqualTo("2026-03-01T20:00:00.500Z");
      assertThat(journey.node(1).lastSeen())
          .isEqualTo(
              engine == Engine.SQLITE
                  ? "2026-03-01T10:00:00.123456789Z"
                  : "2026-03-01T10:00:00.123456Z");
    }
  }

  /// PostgreSQL itself would round, and a key would end a second late.
  @Test
  void nanosecondsAreCutNotRounded() throws Exception {
    Path source =
        V0_26.with(
            folder,
            node(1),
            set(1, "last_seen = '2026-03-01 12:59:59.999999999+00:00'"),
            set(1, "expiry = '2036-12-31 23:59:59.9999995+00:00'"));
    try (Destination to = to(Engine.POSTGRES)) {
      Journey journey = Journey.of(source, to);
      assertThat(journey.node(1).lastSeen()).isEqualTo("2026-03-01T12:59:59.999999Z");
      assertThat(journey.node(1).expiry()).isEqualTo("2036-12-31T23:59:59.999999Z");
    }
  }

  /// Devices know a node by its number.
  @ParameterizedTest
  @EnumSource
  void numbersOfDeletedRowsAreNotGivenAgain(Engine engine) throws Exception {
    Path source =
        V0_26.with(
            folder,
            node(1),
            "UPDATE sqlite_sequence SET seq = 17 WHERE name = 'nodes'",
            "INSERT INTO sqlite_sequence VALUES ('pre_auth_keys', 4)");
    try (Destination to = to(engine)) {
      Journey.of(source, to);
      to.run(
          "INSERT INTO nodes(hostname) VALUES ('new')",
          "INSERT INTO pre_auth_keys(key) VALUES ('new')");
      assertThat(to.ask("SELECT id FROM nodes WHERE hostname = 'new'")).containsExactly("18");
      assertThat(to.ask("SELECT id FROM pre_auth_keys")).containsExactly("5");
    }
  }

  /// A sequence keeps the name of the table it was made for.
  @Test
  void sequencesOfPostgresStayAhead() throws Exception {
    Path source = V0_26.with(folder, node(1), node(2));
    try (Destination from = to(Engine.POSTGRES);
        Destination to = from.other()) {
      Journey.oneWay(Journey.read(source), from);
      from.run(
          "ALTER SEQUENCE nodes_id_seq RENAME TO machines_id_seq",
          "SELECT setval('machines_id_seq', 40)",
          "ALTER SEQUENCE users_id_seq OWNED BY NONE",
          "SELECT setval('users_id_seq', 7)");
      Journey.oneWay(from.read(), to);
      assertThat(to.ask("SELECT seq FROM sqlite_sequence WHERE name = 'nodes'"))
          .containsExactly("40");
      assertThat(to.ask("SELECT seq FROM sqlite_sequence WHERE name = 'users'"))
          .containsExactly("7");

      // A later run goes after a row that was made and deleted meanwhile, and never back.
      from.run("SELECT setval('machines_id_seq', 50)", "SELECT setval('users_id_seq', 3)");
      Journey.oneWay(from.read(), to);
      to.run(
          "INSERT INTO nodes(hostname) VALUES ('new')", "INSERT INTO users(name) VALUES ('new')");
      assertThat(to.ask("SELECT id FROM nodes WHERE hostname = 'new'")).containsExactly("51");
      assertThat(to.ask("SELECT id FROM users WHERE name = 'new'")).containsExactly("8");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hostname = CAST(x'610062' AS TEXT)",
        "hostname = x'636166e9'",
        "host_info = CAST(x'7b224f53223a2261ff62227d' AS TEXT)",
        "host_info = x'7b224f53223a2261ff62227d'"
      })
  void bytesThatPostgresCannotHoldAreLostOnlyWhereThatIsAccepted(String set) throws Exception {
    Reading source = Journey.read(V0_26.with(folder, node(1), set(1, set)));
    try (Destination to = to(Engine.POSTGRES)) {
      TargetException refused = Journey.refused(source, to);
      assertThat(refused.reason()).isEqualTo(TargetException.Reason.OBSTACLES);
      assertThat(Journey.told(refused.obstacles(), "TEXT_UNFIT"))
          .containsExactly(
              "LOSSY node 1 (" + source.inventory().nodes().getFirst().givenName() + ")");
      assertThat(to.tables()).isEmpty();
      Journey journey = Journey.oneWay(source, to, "TEXT_UNFIT");
      assertThat(journey.node(1).hostname() + journey.node(1).hostinfo()).contains("\uFFFD");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hostname = CAST(x'610062' AS TEXT)", "host_info = x'7b224f53223a2261ff62227d'"})
  void bytesThatAreNoTextStayInSqlite(String set) throws Exception {
    Path source = V0_26.with(folder, node(1), set(1, set));
    String column = set.substring(0, set.indexOf(' '));
    try (Destination to = to(Engine.SQLITE);
        Destination from = Destination.existing(SchemaRelease.V0_26, source)) {
      Journey.oneWay(Journey.read(source), to);
      String hex = "SELECT hex(" + column + ") FROM nodes";
      assertThat(to.ask(hex)).isEqualTo(from.ask(hex));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"last_seen", "expiry", "created_at"})
  void timesWithoutEndOfPostgresAreNone(String column) throws Exception {
    try (Destination source = to(Engine.POSTGRES)) {
      Journey.oneWay(Journey.read(V0_29.with(folder, node(1))), source);
      source.run("UPDATE nodes SET " + column + " = 'infinity'");
      Reading read = source.read();
      assertThat(read.inventory().nodes().getFirst().expiry()).isNull();
      try (Destination to = source.other()) {
        Journey.oneWay(read, to);
        assertThat(to.ask("SELECT " + column + " FROM nodes")).containsExactly("null");
      }
    }
  }

  @Test
  void timesBeforeChristOfPostgresAreTheZeroTime() throws Exception {
    try (Destination source = to(Engine.POSTGRES)) {
      Journey.oneWay(
          Journey.read(
              V0_29.with(
                  folder,
                  node(1),
                  "INSERT INTO pre_auth_keys(id, key, user_id, reusable) VALUES (1, '"
                      + "a7".repeat(24)
                      + "', 1, 1)")),
          source);
      source.run(
          "UPDATE nodes SET expiry = '0001-12-31 23:52:58+00 BC', last_seen = '-infinity'",
          "UPDATE pre_auth_keys SET expiration = '0001-12-31 23:52:58+00 BC'");
      Reading read = source.read();
      try (Destination to = source.other()) {
        Journey journey = Journey.oneWay(read, to);
        assertThat(journey.node(1).expiry()).isNull();
        assertThat(journey.node(1).lastSeen()).isNull();
        assertThat(journey.again().inventory().preAuthKeys().getFirst().expiration())
            .isBefore(Instant.parse("1900-01-01T00:00:00Z"));
      }
    }
  }
}
