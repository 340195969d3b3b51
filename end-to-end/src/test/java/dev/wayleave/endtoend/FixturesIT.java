package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Databases of real Headscale servers through the packaged command.
class FixturesIT {
  /// Two cores are usual; more at once only wait for each other.
  private static final int AT_ONCE = 3;

  static final List<String> SETS = Fixtures.SQLITE_SETS;

  private final Room room = new Room();

  @AfterEach
  void end() throws Exception {
    room.close();
  }

  @Test
  void inspectPrintsTheDocumentedShapeForEveryDump() throws Exception {
    List<String> dumps = Fixtures.dumps();
    assertThat(dumps).hasSizeGreaterThan(50);
    Cli cli = Cli.in(room);
    for (int from = 0; from < dumps.size(); from += AT_ONCE) {
      List<Running> together = new ArrayList<>();
      List<String> names = dumps.subList(from, Math.min(dumps.size(), from + AT_ONCE));
      for (String name : names) {
        Path file = Fixtures.sqlite(name, room.folder().resolve(name + ".sqlite"));
        together.add(cli.start("inspect", "--from", "headscale+sqlite:" + file, "-o", "json"));
      }
      for (int i = 0; i < names.size(); i++) {
        assertDocumented(names.get(i), together.get(i).end());
      }
    }
  }

  private static void assertDocumented(String name, Outcome outcome) {
    assertThat(outcome.exit()).as("%s: %s", name, outcome.err()).isZero();
    JsonNode document = outcome.json();
    assertThat(names(document))
        .as(name)
        .containsExactly("source", "counts", "findings", "inventory");
    assertThat(names(document.path("source"))).containsExactly("kind", "release", "database");
    assertThat(document.path("source").path("kind").asText()).isEqualTo("headscale");
    assertThat(document.path("source").path("release").asText()).as(name).isNotEmpty();
    assertThat(names(document.path("counts")))
        .containsExactly("users", "nodes", "preAuthKeys", "apiKeys", "policies", "routes");
    for (JsonNode finding : document.path("findings")) {
      assertThat(names(finding)).containsExactly("level", "code", "object", "what", "remedy");
      assertThat(finding.path("level").asText()).isIn(Set.of("BLOCKER", "ACTION", "LOSSY", "INFO"));
    }
    assertThat(document.path("inventory").path("nodes").isArray()).isTrue();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @ParameterizedTest
  @FieldSource("SETS")
  void aServersFilesAreAppliedWithNoBlockerAndNoLossAndVerifyEqual(String name) throws Exception {
    Coordinator coordinator = SharedCoordinator.COORDINATOR;
    Path set = Fixtures.copySet(name, room.folder());
    String from = "headscale:" + set.resolve("config.yaml");
    Cli cli = coordinator.cli(room);
    try {
      Outcome applied =
          cli.run("apply", "--from", from, "--to", coordinator.endpoint(), "--yes", "-o", "json");
      JsonNode findings = applied.exits(0).json().path("plan").path("findings");
      assertThat(findings.findValuesAsText("level")).doesNotContain("BLOCKER", "LOSSY");
      Outcome verified =
          cli.run("verify", "--from", from, "--to", coordinator.endpoint(), "-o", "json");
      assertThat(verified.exits(0).json().path("equal").asBoolean()).isTrue();
      assertThat(verified.json().path("kinds").path("nodes").path("source").path("count").asInt())
          .isEqualTo(33);
    } finally {
      SharedCoordinator.empty();
    }
  }
}
