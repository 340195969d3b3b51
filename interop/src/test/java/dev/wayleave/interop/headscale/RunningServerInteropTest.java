package dev.wayleave.interop.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.headscale.HeadscaleSource;
import dev.wayleave.importers.headscale.running.Asking;
import dev.wayleave.importers.headscale.running.DebugEndpoints;
import dev.wayleave.importers.headscale.running.HttpServer;
import dev.wayleave.importers.headscale.running.RunningNode;
import dev.wayleave.importers.headscale.running.SocketServer;
import dev.wayleave.importers.headscale.running.WithRunningServer;
import dev.wayleave.tailnet.cutover.Shadow;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.SecretText;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A real server is asked, over its socket and over its API, for what its database does not hold,
/// and whether each node would be told the same by Wayleave.
@Tag("interop")
class RunningServerInteropTest {
  private static final String NODE = "1";

  @TempDir private Path room;

  static List<HeadscaleRelease> releases() {
    // 0.26 has no fixture, and keeps expiries in its database.
    return HeadscaleRelease.proved().stream()
        .filter(release -> release != HeadscaleRelease.V0_26)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void theSocketTellsWhatTheApiTells(HeadscaleRelease release) throws Exception {
    try (HeadscaleServer server = server(release)) {
      server.start();
      SecretText key = SecretText.of(server.json("apikeys", "create").asText());
      List<RunningNode> bySocket =
          new SocketServer(server.folder().resolve("headscale.sock")).nodes();
      assertThat(bySocket).hasSizeGreaterThan(30);
      assertThat(bySocket)
          .containsExactlyInAnyOrderElementsOf(
              new HttpServer(URI.create(server.url()), key).nodes());
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void anExpiryThatIsInMemoryAloneIsTakenWhileTheServerRuns(HeadscaleRelease release)
      throws Exception {
    boolean forgets = release == HeadscaleRelease.V0_27 || release == HeadscaleRelease.V0_28;
    try (HeadscaleServer server = server(release)) {
      server.start();
      JsonNode expired = server.json("nodes", "expire", "-i", NODE);
      assertThat(expired.toString()).contains("expiry");
      InventorySource stored = new HeadscaleSource(server.config(), Map.of(), room);
      InventorySource asked =
          new WithRunningServer(stored, new Asking.WhereItAnswers(), server.folder());

      assertThat(node(stored.read(Progress.SILENT)).expiry() == null).isEqualTo(forgets);
      Reading running = asked.read(Progress.SILENT);
      assertThat(node(running).expiry()).isNotNull();
      assertThat(codes(running)).doesNotContain("EXPIRY_ONLY_IN_MEMORY");

      server.stop();
      Reading stopped = asked.read(Progress.SILENT);
      assertThat(node(stopped).expiry() == null).isEqualTo(forgets);
      assertThat(codes(stopped).contains("EXPIRY_ONLY_IN_MEMORY")).isEqualTo(forgets);
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void everyNodeWouldBeToldWhatItIsToldOrTheCauseIsKnown(HeadscaleRelease release)
      throws Exception {
    try (HeadscaleServer server = server(release)) {
      server.start();
      Reading reading =
          new WithRunningServer(
                  new HeadscaleSource(server.config(), Map.of(), room),
                  new Asking.WhereItAnswers(),
                  server.folder())
              .read(Progress.SILENT);
      URI metrics =
          DebugEndpoints.of(
                  reading.inventory().server().orElseThrow().other().get("metrics_listen_addr"))
              .orElseThrow();
      List<RunningNode> nodes = new SocketServer(server.folder().resolve("headscale.sock")).nodes();

      Shadow.Outcome outcome = Shadow.compare(reading, new DebugEndpoints(metrics).state(nodes));

      assertThat(outcome.unchecked()).isEmpty();
      if (release == HeadscaleRelease.V0_29) {
        assertThat(outcome.differences()).isEmpty();
      } else {
        assertThat(outcome.differences())
            .isNotEmpty()
            .noneMatch(difference -> difference.cause().contains("no known deviation"));
      }
    }
  }

  /// Releases before 0.29 serve the database of 0.27.1, which 0.28 migrates when it starts.
  private HeadscaleServer server(HeadscaleRelease release) throws Exception {
    String set = release == HeadscaleRelease.V0_29 ? "0.29.2-sqlite" : "0.27.1-sqlite";
    return new HeadscaleServer(release.binary(), set, room);
  }

  private static Node node(Reading reading) {
    return reading.inventory().nodes().stream()
        .filter(node -> node.id().toString().equals(NODE))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> codes(Reading reading) {
    return reading.findings().stream().map(Finding::code).toList();
  }
}
