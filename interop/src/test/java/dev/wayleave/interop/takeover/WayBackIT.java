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
import dev.wayleave.interop.takeover.HeadscaleToBe.What;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.fixture.ServerReport;
import dev.wayleave.testkit.seed.Breadth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What Wayleave took over, and what it made since, goes to a Headscale, which serves on.
@Tag("interop")
class WayBackIT {
  private static final String OF_0_27 = "0.27.1-sqlite";
  private static final String OF_0_29 = "0.29.2-sqlite";

  static final List<Way> WAYS =
      Breadth.of(List.of(new Way(OF_0_29, HeadscaleRelease.V0_29, What.WITH_POSTGRES)), everyWay());

  private static final Duration BACK = Duration.ofSeconds(90);
  private static final int PORT = 18_080;
  private static final String URL = "http://127.0.0.1:" + PORT;
  private static final Long FRANK = 5L;
  private static final JsonMapper JSON = new JsonMapper();

  /// What old releases have no place or no word for; each is told and accepted by itself.
  private static final List<String> OPTIONS =
      List.of(
          "--accept",
          "DESCRIPTION_LOST",
          "--accept",
          "POLICY_RULE_LOST",
          "--accept",
          "DERP_CLIENTS_UNVERIFIED",
          "--tagged-owner",
          "frank");

  /// What was taken over, and what it becomes.
  ///
  /// @param set the Headscale that Wayleave took over
  record Way(String set, HeadscaleRelease release, What what) {
    /// Pre-auth keys in clear and API keys with a dot are those of 0.27 and before.
    boolean tookOldKeys() {
      return set.equals(OF_0_27);
    }

    /// Of what Wayleave holds, whatever release it comes from.
    ReleaseSpelling spelling() {
      return new ReleaseSpelling("0.29", release);
    }

    /// A key as it was made, as the release wants it shown.
    String shown(String apiKey) {
      return spelling().keepsKeysInClear()
          ? apiKey.replaceFirst("^hskey-api-(.{12})-", "$1.")
          : apiKey;
    }

    /// Rows that came from such a database go back as they were. In 0.26 and 0.27 a device belongs
    /// to a user and has the tags it asks for besides.
    List<String> nodes(List<String> held) {
      List<String> lines = spelling().nodes(held);
      boolean asTheyWere = tookOldKeys() && what == What.WITH_SQLITE;
      return asTheyWere
          ? lines.stream()
              .map(line -> line.replace("| wants-tag | [tag:web] |", "| wants-tag | user 1 |"))
              .toList()
          : lines;
    }

    /// A rule of whose words 0.26 knows none of the sources is not written, which is said.
    String policy(String held) {
      return release == HeadscaleRelease.V0_26
          ? held.lines()
              .filter(line -> !line.contains("\"autogroup:member\""))
              .collect(Collectors.joining("\n"))
          : held;
    }

    String imported(String kind, String label) throws IOException {
      JsonNode keys = JSON.readTree(Fixtures.text(set, "expected.json")).path("plaintext");
      JsonNode key = keys.path(kind).path(label);
      return key.isTextual() ? key.asText() : key.path("key").asText();
    }
  }

  private static List<Way> everyWay() {
    List<Way> all = new ArrayList<>();
    for (HeadscaleRelease release : HeadscaleRelease.values()) {
      boolean old = new ReleaseSpelling("0.29", release).keepsKeysInClear();
      for (What what : What.values()) {
        all.add(new Way(old ? OF_0_27 : OF_0_29, release, what));
      }
      if (old) {
        all.add(new Way(OF_0_29, release, What.WITH_SQLITE));
      }
    }
    return all;
  }

  @ParameterizedTest
  @FieldSource("WAYS")
  void theRealServerServesWhatWayleaveHeldAndMigratesNothing(Way way) throws Exception {
    if (WAYS.size() == 1) {
      System.out.printf(
          "interop: %s on PostgreSQL alone; LEFT OUT are SQLite and 0.28.0, 0.27.1 and 0.26.1,"
              + " which -Pexhaustive adds%n",
          way.release());
    }
    try (Stage stage = Stage.open("the tests of the way back")) {
      RealCoordinator wayleave = takenOver(stage, way.set());
      String ownKey = wayleave.authKey("nina");
      String ownApiKey = apiKey(wayleave);
      List<TailscaleClient> clients = clients(stage, ownKey, wayleave.taggedKey("tag:ci"));
      Inventory held =
          new CoordinatorSource(wayleave.api(), true).read(Progress.SILENT).inventory();
      Map<String, Long> registered = registrations(clients);

      HeadscaleToBe written =
          stage.with(
              new HeadscaleToBe(
                  way.release(), way.what(), stage.network(), stage.room().resolve("hs")));
      String said = written.write(wayleave, OPTIONS);
      wayleave.close();
      List<String> notes = written.notes();
      assertTaggedNodesHaveAnOwner(written, way, held);
      RealHeadscale headscale = stage.with(written.server(stage.network()));
      headscale.start();

      assertThat(headscale.log()).contains(way.release().version());
      assertThat(said.contains("POLICY_RULE_LOST"))
          .isEqualTo(way.release() == HeadscaleRelease.V0_26);
      assertListed(headscale, way, held);
      for (TailscaleClient client : clients) {
        client.waitUntil("it is back at Headscale", BACK, () -> online(client));
        assertThat(client.status().path("AuthURL").asText()).isEmpty();
      }
      assertThat(registrations(clients)).isEqualTo(registered);
      assertThat(clients.getFirst().waitPong("client-old")).contains("pong from client-old");
      assertApiKeysWork(headscale, way, ownApiKey);
      assertKeysWork(stage, way, ownKey, said);

      headscale.stop();
      assertThat(written.notes()).isEqualTo(notes);
    }
  }

  /// Up to 0.28 a node that belongs to tags belongs to a user besides: to frank, where nobody knows
  /// who registered it.
  private static void assertTaggedNodesHaveAnOwner(HeadscaleToBe written, Way way, Inventory held)
      throws SQLException {
    Map<Long, @Nullable Long> users = written.usersOfNodes();
    List<@Nullable Long> owners = new ArrayList<>();
    for (Node node : held.nodes()) {
      if (node.owner() instanceof Owner.OfTags(_, var registeredBy) && registeredBy == null) {
        owners.add(users.get(node.id().value()));
      }
    }
    @Nullable Long owner = way.release() == HeadscaleRelease.V0_29 ? null : FRANK;
    assertThat(owners).hasSizeGreaterThan(way.tookOldKeys() ? 0 : 5).containsOnly(owner);
  }

  /// Wayleave's own and imported ones; an expired one does not.
  private static void assertApiKeysWork(RealHeadscale headscale, Way way, String own)
      throws Exception {
    assertThat(headscale.statusWith(way.shown(own))).isEqualTo(200);
    assertThat(headscale.statusWith(way.shown(way.imported("apikeys", "valid")))).isEqualTo(200);
    assertThat(headscale.statusWith(way.shown(way.imported("apikeys", "expired")))).isEqualTo(401);
  }

  /// A release that keeps keys in clear can hold none of which a hash alone is known, which is
  /// said.
  private static void assertKeysWork(Stage stage, Way way, String own, String said)
      throws Exception {
    boolean inClear = way.spelling().keepsKeysInClear();
    assertThat(said.contains("KEY_HASHED")).isEqualTo(inClear);
    if (!inClear) {
      stage.client(Line.NEWEST, "new-own").up(URL, own);
    }
    if (!inClear || way.tookOldKeys()) {
      stage.client(Line.NEWEST, "new-imported").up(URL, way.imported("preauthkeys", "reusable"));
    }
  }

  /// A coordinator that serves on the URL of a Headscale that is no more.
  private static RealCoordinator takenOver(Stage stage, String set) throws Exception {
    FixtureCopy copy = stage.with(FixtureCopy.of(set, stage.room()));
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

  private static String apiKey(RealCoordinator wayleave) throws Exception {
    CreateApiKeyRequest request = new CreateApiKeyRequest(null, "own", null, null);
    return wayleave.api().post("/api/v1alpha/api-keys", request, NewKey.class).key();
  }

  /// Two that Headscale let in once, and two that Wayleave did, one of them for a tag alone.
  private static List<TailscaleClient> clients(Stage stage, String ownKey, String taggedKey)
      throws Exception {
    List<TailscaleClient> clients = new ArrayList<>();
    clients.add(stage.client(Line.NEWEST, "client-a"));
    clients.add(stage.client(Line.OLDEST, "client-old"));
    clients.add(stage.client(Line.NEWEST, "nina"));
    clients.add(stage.client(Line.NEWEST, "robot"));
    Stage.together(
        List.of(() -> up(clients.get(2), ownKey), () -> up(clients.getLast(), taggedKey)));
    clients.forEach(TailscaleClient::waitOnline);
    return clients;
  }

  private static boolean up(TailscaleClient client, String key) throws Exception {
    client.up(URL, key);
    return true;
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
  private static void assertListed(RealHeadscale headscale, Way way, Inventory held)
      throws Exception {
    ServerReport report = ServerListing.of(way.release(), headscale::json);
    ReleaseSpelling spelling = way.spelling();
    assertSame(way, report.users(), spelling.users(ServerReport.users(held)));
    assertSame(way, report.nodes(), way.nodes(ServerReport.nodes(held)));
    assertSame(way, report.preAuthKeys(), spelling.preAuthKeys(ServerReport.preAuthKeys(held)));
    assertSame(way, report.apiKeys(), spelling.apiKeys(unlimited(held)));
    String policy = way.policy(held.policyInUse().orElseThrow().text());
    assertThat(headscale.ask("policy", "get").out().strip()).isEqualTo(policy.strip());
  }

  private static void assertSame(Way way, List<String> listed, List<String> held) {
    assertThat(listed)
        .isEqualTo(way.what() == What.WITH_SQLITE ? held : ServerListing.micros(held));
  }
}
