package dev.wayleave.interop.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.api.CreateApiKeyRequest;
import dev.wayleave.api.NewKey;
import dev.wayleave.importers.wayleave.CoordinatorSource;
import dev.wayleave.interop.headscale.FixtureCopy;
import dev.wayleave.interop.headscale.HeadscaleRelease;
import dev.wayleave.interop.headscale.ReleaseSpelling;
import dev.wayleave.interop.headscale.ServerListing;
import dev.wayleave.interop.tailscale.Line;
import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.tailscale.RealHeadscale;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.fixture.SchemaRecording;
import dev.wayleave.testkit.fixture.ServerReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What Wayleave took over, and what it made since, goes to a Headscale, which serves on.
@Tag("interop")
class WayBackIT {
  static final List<HeadscaleRelease> RELEASES = HeadscaleRelease.proved();

  private static final Duration BACK = Duration.ofSeconds(90);
  private static final String SET = "0.29.2-sqlite";
  private static final int PORT = 18_080;
  private static final String URL = "http://127.0.0.1:" + PORT;
  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @FieldSource("RELEASES")
  void theRealServerServesWhatWayleaveHeldAndMigratesNothing(HeadscaleRelease release)
      throws Exception {
    try (Stage stage = Stage.open("the tests of the way back")) {
      RealCoordinator wayleave = takenOver(stage);
      String ownKey = wayleave.authKey("nina");
      String ownApiKey = apiKey(wayleave);
      List<TailscaleClient> clients = clients(stage, ownKey);
      Inventory held =
          new CoordinatorSource(wayleave.api(), true).read(Progress.SILENT).inventory();
      Map<String, Long> registered = registrations(clients);

      Path folder = stage.room().resolve("hs");
      write(wayleave, folder, release);
      wayleave.close();
      List<String> written = notes(folder);
      RealHeadscale headscale =
          stage.with(new RealHeadscale(stage.network(), release.binary(), folder));
      headscale.start();

      assertThat(headscale.log()).contains(release.version());
      assertListed(headscale, release, held);
      for (TailscaleClient client : clients) {
        client.waitUntil("it is back at Headscale", BACK, () -> online(client));
        assertThat(client.status().path("AuthURL").asText()).isEmpty();
      }
      assertThat(registrations(clients)).isEqualTo(registered);
      assertThat(clients.getFirst().waitPong("client-old")).contains("pong from client-old");
      if (!new ReleaseSpelling("0.29", release).keepsKeysInClear()) {
        assertThat(headscale.statusWith(ownApiKey)).isEqualTo(200);
        assertThat(headscale.statusWith(imported("apikeys", "valid"))).isEqualTo(200);
        assertThat(headscale.statusWith(imported("apikeys", "expired"))).isEqualTo(401);
        stage.client(Line.NEWEST, "new-own").up(URL, ownKey);
        stage.client(Line.NEWEST, "new-imported").up(URL, imported("preauthkeys", "reusable"));
      }

      headscale.stop();
      assertThat(notes(folder)).isEqualTo(written);
    }
  }

  /// A coordinator that serves on the URL of a Headscale that is no more.
  private static RealCoordinator takenOver(Stage stage) throws Exception {
    FixtureCopy copy = stage.with(FixtureCopy.of(SET, stage.room()));
    RealCoordinator wayleave =
        stage.with(RealCoordinator.beside(stage.network(), stage.room().resolve("w"), URL));
    wayleave
        .wayleave("apply", "--from", "headscale:" + copy.config(), "--to", "wayleave:", "--yes")
        .ok();
    wayleave.moveTo(PORT);
    for (String name : List.of("client-a", "client-old")) {
      Path folder = Files.createDirectories(stage.room().resolve(name));
      Files.copy(copy.clientState(name), folder.resolve("tailscaled.state"));
    }
    return wayleave;
  }

  /// Its tables and what is noted of migrations, which a server that migrates nothing leaves alone.
  private static List<String> notes(Path folder) throws SQLException {
    try (Connection database =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("db.sqlite"))) {
      return SchemaRecording.of(database);
    }
  }

  private static void write(RealCoordinator wayleave, Path folder, HeadscaleRelease release)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("apply", "--from", "wayleave:"));
    command.addAll(List.of("--to", "headscale:" + folder, "--schema", release.line()));
    // What old releases have no place or no word for; each is told and accepted by itself.
    for (String code : List.of("DESCRIPTION_LOST", "POLICY_RULE_LOST", "DERP_CLIENTS_UNVERIFIED")) {
      command.addAll(List.of("--accept", code));
    }
    command.addAll(List.of("--tagged-owner", "frank", "--yes"));
    wayleave.wayleave(command.toArray(new String[0])).ok();
  }

  private static String apiKey(RealCoordinator wayleave) throws Exception {
    CreateApiKeyRequest request = new CreateApiKeyRequest(null, "own", null, null);
    return wayleave.api().post("/api/v1alpha/api-keys", request, NewKey.class).key();
  }

  /// Two that Headscale let in once, and one that Wayleave did.
  private static List<TailscaleClient> clients(Stage stage, String ownKey) throws Exception {
    List<TailscaleClient> clients = new ArrayList<>();
    clients.add(stage.client(Line.NEWEST, "client-a"));
    clients.add(stage.client(Line.OLDEST, "client-old"));
    clients.add(stage.client(Line.NEWEST, "nina"));
    clients.getLast().up(URL, ownKey);
    clients.forEach(TailscaleClient::waitOnline);
    return clients;
  }

  private static boolean online(TailscaleClient client) throws IOException {
    return client.status().path("Self").path("Online").asBoolean();
  }

  private static Map<String, Long> registrations(List<TailscaleClient> clients) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    for (TailscaleClient client : clients) {
      counts.put(client.name(), ClientView.registrations(client));
    }
    return counts;
  }

  private static String imported(String kind, String label) throws IOException {
    JsonNode key =
        JSON.readTree(Fixtures.text(SET, "expected.json")).path("plaintext").path(kind).path(label);
    return key.isTextual() ? key.asText() : key.path("key").asText();
  }

  /// The keys that may do everything, as all of Headscale may; that of the coordinator's own
  /// administration is not one of them.
  private static List<String> unlimited(Inventory held) {
    List<ApiKey> limited = held.apiKeys().stream().filter(key -> !key.scopes().isEmpty()).toList();
    assertThat(limited).hasSize(1);
    List<String> lines = new ArrayList<>(ServerReport.apiKeys(held));
    lines.removeIf(line -> line.startsWith(limited.getFirst().id() + " "));
    return lines;
  }

  /// Its command line lists what the coordinator held.
  private static void assertListed(
      RealHeadscale headscale, HeadscaleRelease release, Inventory held) throws Exception {
    ServerReport report = ServerListing.of(release, headscale::json);
    ReleaseSpelling spelling = new ReleaseSpelling("0.29", release);
    assertThat(report.users()).isEqualTo(spelling.users(ServerReport.users(held)));
    assertThat(report.nodes()).isEqualTo(spelling.nodes(ServerReport.nodes(held)));
    assertThat(report.preAuthKeys())
        .isEqualTo(spelling.preAuthKeys(ServerReport.preAuthKeys(held)));
    assertThat(report.apiKeys()).isEqualTo(spelling.apiKeys(unlimited(held)));
    String policy = held.policyInUse().orElseThrow().text();
    assertThat(headscale.ask("policy", "get").out().strip()).isEqualTo(policy.strip());
  }
}
