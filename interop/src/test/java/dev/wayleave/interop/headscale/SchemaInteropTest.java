package dev.wayleave.interop.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.testkit.fixture.SchemaRecording;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A real Headscale takes a database that Wayleave made for one that it made itself.
@Tag("interop")
class SchemaInteropTest {
  @TempDir private Path room;

  static Stream<Arguments> databases() {
    return HeadscaleRelease.proved().stream()
        .flatMap(
            release -> Stream.of(Engine.values()).map(engine -> Arguments.of(release, engine)));
  }

  /// Else all that is compared with the recording elsewhere would prove nothing.
  @ParameterizedTest
  @MethodSource("databases")
  void makesByItselfWhatIsRecorded(HeadscaleRelease release, Engine engine) throws Exception {
    try (EmptyServer empty = EmptyServer.of(release, engine, room)) {
      empty.server().start();
      assertThat(empty.server().log()).contains(release.version());
      empty.server().stop();

      assertThat(state(empty))
          .containsExactlyElementsOf(SchemaRecording.recorded(name(release, engine)));
    }
  }

  private static String name(HeadscaleRelease release, Engine engine) {
    return release.line() + (engine == Engine.SQLITE ? "-sqlite" : "-postgres");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void opensOursAndMigratesNothing(HeadscaleRelease release, Engine engine) throws Exception {
    try (EmptyServer ours = EmptyServer.of(release, engine, room)) {
      ours.create();
      ours.insertUser(41, "ours");
      List<String> before = state(ours);

      ours.server().start();
      work(ours.server());
      ours.server().stop();
      assertThat(state(ours)).containsExactlyElementsOf(before);

      ours.server().start();
      assertThat(ours.server().json("users", "list")).hasSize(2);
      ours.server().stop();
      assertThat(state(ours)).containsExactlyElementsOf(before);
    }
  }

  /// From release to release in one database, whose columns and notes are then not those of one
  /// that the newest of them made.
  @ParameterizedTest
  @EnumSource(Engine.class)
  void databaseThatGrewHasTheShapeOfEachRelease(Engine engine) throws Exception {
    List<HeadscaleRelease> releases = HeadscaleRelease.proved().stream().sorted().toList();
    try (EmptyServer database = EmptyServer.of(releases.getFirst(), engine, room)) {
      for (HeadscaleRelease release : releases) {
        try (HeadscaleServer server = database.server(release)) {
          server.start();
          server.stop();
          assertThat(database.differencesTo(release)).as(release.toString()).isEmpty();
        }
      }
    }
  }

  /// Rows of each kind that its command can make; their ids go on after ours.
  private static void work(HeadscaleServer server) throws Exception {
    assertThat(server.json("users", "create", "theirs").path("id").asLong()).isEqualTo(42);
    assertThat(server.json("users", "list"))
        .extracting(user -> user.path("id").asLong() + " " + user.path("name").asText())
        .containsExactlyInAnyOrder("41 ours", "42 theirs");
    JsonNode key = server.json("preauthkeys", "create", "--user", "41");
    assertThat(key.path("id").asLong()).isEqualTo(1);
    assertThat(server.json("apikeys", "create").isTextual()).isTrue();
    assertThat(server.json("apikeys", "list")).hasSize(1);
    assertThat(server.json("nodes", "list")).isEmpty();
  }

  private static List<String> state(EmptyServer server) throws SQLException {
    try (Connection connection = server.connect()) {
      return SchemaRecording.of(connection);
    }
  }
}
