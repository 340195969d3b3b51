package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.database.TemplateDatabase;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.fixture.PgDumpLoader;
import dev.wayleave.testkit.line.Relay;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import dev.wayleave.testkit.wait.Await;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Lines that break in mid-import: one sentence, and nothing half-applied.
class CutConnectionIT {
  private static final long NODE_ROWS = 20_000;

  /// How many bytes of the database have come when the line breaks.
  static final List<Long> READ =
      Breadth.of(
          List.of(2_000_000L),
          List.of(1L, 400L, 20_000L, 200_000L, 1_000_000L, 2_000_000L, 3_000_000L));

  /// The very first byte comes before there is a session.
  static final List<Long> READ_IN_SESSION = READ.stream().filter(bytes -> bytes > 1).toList();

  /// How many bytes have gone to the coordinator when the line breaks.
  static final List<Long> UPLOADED =
      Breadth.of(
          List.of(100_000L),
          List.of(500L, 2_000L, 10_000L, 40_000L, 70_000L, 100_000L, 130_000L, 160_000L));

  /// A real server's database, with one of its nodes many times over.
  private static final TemplateDatabase HEADSCALE =
      TemplateDatabase.migratedBy("headscale", CutConnectionIT::fill);

  private final Room room = new Room();
  private final Coordinator coordinator = SharedCoordinator.COORDINATOR;

  @AfterEach
  void end() throws Exception {
    room.close();
    SharedCoordinator.empty();
  }

  private static void fill(Database empty) throws Exception {
    try (Connection connection = empty.connect();
        Statement statement = connection.createStatement()) {
      PgDumpLoader.load(connection, Fixtures.text("0.29.2-postgres", "db.sql"), "headscale");
      statement.execute("ALTER TABLE nodes DISABLE TRIGGER ALL");
      statement.execute(
          """
          INSERT INTO nodes (id, machine_key, node_key, disco_key, endpoints, host_info, hostname,
              given_name, user_id, register_method, created_at)
          SELECT 1000 + i, 'mkey:' || lpad(to_hex(i), 64, '0'), 'nodekey:' || lpad(to_hex(i), 64, '0'),
              disco_key, endpoints, host_info, hostname, 'copy-' || i, user_id, register_method,
              created_at
          FROM (SELECT * FROM nodes ORDER BY id LIMIT 1) one, generate_series(1, %d) i
          """
              .formatted(NODE_ROWS));
    }
  }

  @ParameterizedTest(name = "after {0} bytes")
  @FieldSource("READ")
  void aSourceWhoseLineIsCutInMidReadIsOneSentenceAndNoJson(long bytes) throws Exception {
    Database source = HEADSCALE.copy();
    try (Relay relay = new Relay(port(source), Relay::forEver, Relay.until(bytes))) {
      inspect(source, relay).failsWith("connection");
      assertThat(relay.isCut()).isTrue();
    } finally {
      HEADSCALE.drop(source);
    }
  }

  @ParameterizedTest(name = "after {0} bytes")
  @FieldSource("READ_IN_SESSION")
  void aSourceThatEndsItsSessionInMidReadIsOneSentenceAndNoJson(long bytes) throws Exception {
    Database source = HEADSCALE.copy();
    boolean[] ended = {false};
    Relay.Tap ending =
        (_, length, before) -> {
          if (!ended[0] && before + length > bytes) {
            ended[0] = true;
            endSessions(source);
          }
          return true;
        };
    try (Relay relay = new Relay(port(source), Relay::forEver, ending)) {
      inspect(source, relay).failsWith("connection");
      assertThat(ended[0]).isTrue();
    } finally {
      HEADSCALE.drop(source);
    }
  }

  private static void endSessions(Database source) throws Exception {
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
  }

  private Outcome inspect(Database source, Relay relay) throws Exception {
    String from =
        "headscale+postgres://%s@127.0.0.1:%d/%s"
            .formatted(source.user(), relay.port(), source.name());
    return Cli.in(room)
        .with("PGPASSWORD", source.password())
        .run("inspect", "--from", from, "-o", "json");
  }

  private static int port(Database source) {
    return URI.create(source.jdbcUrl().substring("jdbc:".length())).getPort();
  }

  @ParameterizedTest(name = "after {0} bytes")
  @FieldSource("UPLOADED")
  void aLineCutInMidUploadIsOneSentenceAndNothingIsApplied(long bytes) throws Exception {
    JsonNode before = coordinator.kinds();
    String from = large();
    try (Relay relay = new Relay(coordinator.port(), Relay.until(bytes), Relay::forEver)) {
      apply(from, relay).failsWith("connection");
      assertThat(relay.isCut()).isTrue();
    }
    assertThat(coordinator.kinds()).isEqualTo(before);
    applyAtLast(from);
  }

  @Test
  void aLineCutInMidApplyIsOneSentenceAndTheRestIsAppliedWhollyOrNotAtAll() throws Exception {
    JsonNode before = coordinator.kinds();
    String from = large();
    Relay.Tap cut = Relay.until("/apply HTTP/1.1", "\"accept\"");
    try (Relay relay = new Relay(coordinator.port(), cut, Relay::forEver)) {
      apply(from, relay).failsWith("connection", "wholly or not at all");
      assertThat(relay.isCut()).isTrue();
    }
    JsonNode between = coordinator.kinds();
    applyAtLast(from);
    assertThat(between).isIn(before, coordinator.kinds());
  }

  private Outcome apply(String from, Relay relay) throws Exception {
    String to = "wayleave:http://127.0.0.1:" + relay.port();
    return coordinator.cli(room).run("apply", "--from", from, "--to", to, "--yes", "-o", "json");
  }

  /// Again on a line that holds, as soon as the coordinator is done with what it was sent before.
  private void applyAtLast(String from) {
    Cli cli = coordinator.cli(room);
    String to = coordinator.endpoint();
    Await.until(
        "it is applied",
        Running.LIMIT,
        () -> cli.run("apply", "--from", from, "--to", to, "--yes").exit() == 0);
    Await.until("it is equal", () -> cli.run("verify", "--from", from, "--to", to).exit() == 0);
  }

  private String large() throws Exception {
    Path file = room.folder().resolve("large");
    return Bundles.of(file, TailnetBuilder.seeded(10).nodes(2000));
  }
}
