package dev.wayleave.interop.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.interop.headscale.FixtureCopy;
import dev.wayleave.interop.tailscale.Line;
import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.seed.Breadth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Clients whose state was saved while they belonged to a Headscale come up at Wayleave.
@Tag("interop")
class SavedClientsIT {
  private static final List<String> ALL =
      Stream.of(Fixtures.SQLITE_SETS, Fixtures.POSTGRES_SETS).flatMap(List::stream).toList();

  static final List<String> SETS = Breadth.of(List.of("0.29.2-sqlite"), ALL);

  /// The URL of all sets, which clients have in their state.
  private static final String URL = "http://127.0.0.1:18080";

  private static final int PORT = 18_080;

  @ParameterizedTest
  @FieldSource("SETS")
  void theyAreOnlineWithoutALoginAsTheNodesThatTheyWere(String set) throws Exception {
    if (SETS.size() < ALL.size()) {
      System.out.printf(
          "interop: saved clients of %s alone; LEFT OUT are those of the other %d sets, which"
              + " -Pexhaustive adds%n",
          set, ALL.size() - SETS.size());
    }
    try (Stage stage = Stage.open("the tests of saved clients")) {
      FixtureCopy copy = stage.with(FixtureCopy.of(set, stage.room()));
      RealCoordinator wayleave =
          stage.with(RealCoordinator.beside(stage.network(), stage.room().resolve("w"), URL));
      wayleave
          .wayleaveOutside(
              Map.of(),
              "apply",
              "--from",
              "headscale:" + copy.config(),
              "--to",
              "wayleave:",
              "--yes")
          .ok();
      wayleave.moveTo(PORT);

      List<TailscaleClient> clients = new ArrayList<>();
      for (String name : List.of("client-a", "client-b", "client-old")) {
        Path folder = Files.createDirectories(stage.room().resolve(name));
        Files.copy(copy.clientState(name), folder.resolve("tailscaled.state"));
        clients.add(stage.client(name.endsWith("old") ? Line.OLDEST : Line.NEWEST, name));
      }
      for (TailscaleClient client : clients) {
        client.waitOnline();
        assertThat(client.status().path("AuthURL").asText()).isEmpty();
        assertThat(itself(client)).isEqualTo(recorded(set).get(client.name()));
      }
      assertThat(wayleave.nodes()).hasSize(recorded(set).size());
      assertThat(clients.getFirst().waitPong("client-b")).contains("pong from client-b");
      assertThat(clients.getLast().waitPong("client-a")).contains("pong from client-a");
    }
  }

  private static String itself(TailscaleClient client) throws Exception {
    JsonNode self = client.netmap().path("SelfNode");
    return "%s %s".formatted(self.path("ID"), client.status().path("Self").path("TailscaleIPs"));
  }

  /// What the Headscale of the set said of its nodes, by their names.
  private static Map<String, String> recorded(String set) throws Exception {
    Map<String, String> recorded = new TreeMap<>();
    JsonNode expected = new JsonMapper().readTree(Fixtures.text(set, "expected.json"));
    for (JsonNode node : expected.path("cli").path("nodes")) {
      JsonNode name = node.has("givenName") ? node.get("givenName") : node.path("given_name");
      JsonNode ips = node.has("ipAddresses") ? node.get("ipAddresses") : node.path("ip_addresses");
      recorded.put(name.asText(), node.path("id").asLong() + " " + ips);
    }
    return recorded;
  }
}
