package dev.wayleave.coordinator.derpmap;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.wayleave.protocol.wire.DerpMap;
import dev.wayleave.protocol.wire.DerpNode;
import dev.wayleave.protocol.wire.DerpRegion;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DerpSettings.EmbeddedRegion;
import dev.wayleave.tailnet.model.DerpSettings.MapFile;
import dev.wayleave.testkit.wait.Await;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which map is in force, from whatever sources there are.
class DerpMapsTest {
  private static final URI LOCAL = URI.create("http://127.0.0.1:8080");
  private static final URI PUBLIC = URI.create("https://vpn.example.com");

  private final AtomicReference<String> served = new AtomicReference<>("");
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private HttpServer web;

  @TempDir Path folder;

  @BeforeEach
  void serve() throws Exception {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/map",
        exchange -> {
          requests.incrementAndGet();
          byte[] body = served.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, body.length == 0 ? -1 : 0);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    web.start();
  }

  @AfterEach
  void stop() {
    web.stop(0);
  }

  private String webUrl() {
    return "http://127.0.0.1:" + web.getAddress().getPort() + "/map";
  }

  @Test
  void aNewCoordinatorHasItsOwnRelayAlone() {
    try (DerpMaps maps = maps(basis(Optional.empty(), Optional.empty(), LOCAL, OwnRelay.AUTO))) {
      DerpMap map = maps.inForce();
      assertThat(map.regions()).containsOnlyKeys(999L);
      assertThat(requireNonNull(requireNonNull(map.regions()).get(999L)).regionCode())
          .isEqualTo("wayleave");
      assertThat(requireNonNull(requireNonNull(map.regions()).get(999L)).nodes())
          .containsExactly(
              new DerpNode(
                  "999",
                  999,
                  "127.0.0.1",
                  "",
                  "127.0.0.1",
                  "none",
                  3479,
                  false,
                  8080,
                  false,
                  "",
                  false));
      assertThat(maps.complaints()).isEmpty();
      assertThat(maps.inForce()).isSameAs(map);
      assertThat(maps.addresses()).isEqualTo(Map.of("127.0.0.1", List.of("127.0.0.1")));
    }
  }

  @Test
  void theImportedRegionKeepsItsNumberAndNames() {
    DerpSettings settings = settings(embedded(true), List.of(), List.of());
    DerpNode node =
        only(build(Optional.of(settings), Optional.of(PUBLIC), PUBLIC, OwnRelay.AUTO), 901);
    assertThat(node.hostName()).isEqualTo("vpn.example.com");
    assertThat(node.derpPort()).isEqualTo(443);
    assertThat(node.ipv4()).isEqualTo("192.0.2.1");
    assertThat(node.ipv6()).isEmpty();
    assertThat(node.stunPort()).isEqualTo(3479);
  }

  @Test
  void theOldServersRelayStaysWhereTheUrlIsAnother() {
    DerpSettings settings = settings(embedded(true), List.of(), List.of());
    Optional<URI> old = Optional.of(URI.create("https://old.example.com:8443"));
    MapBuilder.Built both = build(Optional.of(settings), old, PUBLIC, OwnRelay.AUTO);
    assertThat(both.map().regions()).containsOnlyKeys(901L, 999L);
    DerpNode theirs =
        requireNonNull(requireNonNull(both.map().regions()).get(901L)).nodes().getFirst();
    assertThat(theirs.hostName()).isEqualTo("old.example.com");
    assertThat(theirs.derpPort()).isEqualTo(8443);
    assertThat(theirs.stunPort()).isEqualTo(3500);
    assertThat(
            requireNonNull(requireNonNull(both.map().regions()).get(999L))
                .nodes()
                .getFirst()
                .hostName())
        .isEqualTo("vpn.example.com");
    assertThat(only(build(Optional.of(settings), old, PUBLIC, OwnRelay.NEVER), 901).hostName())
        .isEqualTo("old.example.com");
    assertThat(only(build(Optional.of(settings), old, PUBLIC, OwnRelay.ALWAYS), 901).hostName())
        .isEqualTo("vpn.example.com");
  }

  @Test
  void anUnusedNumberIsTakenWhereTheUsualOneIsNotFree() {
    EmbeddedRegion usual = new EmbeddedRegion(999, "old", "Old", true, "", true, "", "");
    MapBuilder.Built both =
        build(
            Optional.of(settings(usual, List.of(), List.of())),
            Optional.of(URI.create("https://old.example.com")),
            PUBLIC,
            OwnRelay.AUTO);
    assertThat(both.map().regions()).containsOnlyKeys(998L, 999L);
    assertThat(both.complaints()).isEmpty();
  }

  @Test
  void filesReplaceTheOwnRelayOrJoinIt() {
    MapFile file = new MapFile("derp.yaml", region(5, "five.example"));
    DerpSettings alone = settings(null, List.of(), List.of(file));
    assertThat(only(build(Optional.of(alone), Optional.empty(), PUBLIC, OwnRelay.AUTO), 5))
        .extracting(DerpNode::hostName)
        .isEqualTo("five.example");
    DerpSettings joined = settings(embedded(true), List.of(), List.of(file));
    assertThat(
            build(Optional.of(joined), Optional.of(PUBLIC), PUBLIC, OwnRelay.AUTO).map().regions())
        .containsOnlyKeys(5L, 901L);
    DerpSettings notAdded = settings(embedded(false), List.of(), List.of(file));
    assertThat(
            build(Optional.of(notAdded), Optional.of(PUBLIC), PUBLIC, OwnRelay.AUTO)
                .map()
                .regions())
        .containsOnlyKeys(5L);
  }

  @Test
  void aLaterSourceReplacesARegionOrTakesItAway() {
    DerpSettings settings =
        settings(
            null,
            List.of(),
            List.of(
                new MapFile("a", region(5, "five.example")),
                new MapFile("b", region(6, "six.example")),
                new MapFile("c", region(5, "other.example")),
                new MapFile("d", "regions: {6: null}")));
    assertThat(only(build(Optional.of(settings), Optional.empty(), PUBLIC, OwnRelay.AUTO), 5))
        .extracting(DerpNode::hostName)
        .isEqualTo("other.example");
  }

  @Test
  void settingsThatGiveNoRelayAreSaidAndTheOwnOneIsServed() {
    DerpSettings settings = settings(null, List.of(), List.of(new MapFile("broken", "[")));
    MapBuilder.Built built = build(Optional.of(settings), Optional.empty(), PUBLIC, OwnRelay.AUTO);
    assertThat(only(built, 999).hostName()).isEqualTo("vpn.example.com");
    assertThat(built.complaints())
        .hasSize(2)
        .anySatisfy(one -> assertThat(one).contains("DERP map broken"))
        .anySatisfy(one -> assertThat(one).contains("give no relay"));
  }

  @Test
  void aMapIsFetchedKeptAndUpdatedAndTheLastGoodOneStays() {
    served.set(region(5, "five.example"));
    DerpSettings settings = settings(null, List.of(webUrl()), List.of());
    DerpMaps.Basis basis = basis(Optional.of(settings), Optional.empty(), PUBLIC, OwnRelay.AUTO);
    CountDownLatch changed = new CountDownLatch(1);
    try (DerpMaps maps = maps(basis)) {
      assertThat(maps.inForce().regions()).containsOnlyKeys(999L);
      maps.subscribe(changed::countDown);
      maps.start();
      Await.until(
          "the map is fetched", () -> requireNonNull(maps.inForce().regions()).containsKey(5L));
      Await.until("readers are told", () -> changed.getCount() == 0);
      assertThat(maps.inForce().regions()).containsOnlyKeys(5L);

      for (String broken : List.of("", "[", "regions: {}", "x".repeat(2 << 20))) {
        served.set(broken);
        askAgain(maps);
        assertThat(maps.inForce().regions()).containsOnlyKeys(5L);
      }
      served.set(region(7, "seven.example"));
      askAgain(maps);
      Await.until(
          "the new map is in force",
          () -> requireNonNull(maps.inForce().regions()).containsKey(7L));
    }
    served.set("");
    try (DerpMaps maps = maps(basis)) {
      maps.start();
      assertThat(maps.inForce().regions()).containsOnlyKeys(7L);
    }
  }

  /// Lets so much time pass that every map is due, and waits for the request after it.
  private void askAgain(DerpMaps maps) {
    int before = requests.get();
    now.updateAndGet(time -> time.plus(Duration.ofHours(2)));
    maps.look();
    Await.until("the map is asked for again", () -> requests.get() > before);
  }

  @Test
  void aMapThatDripsIsGivenUp() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    web.createContext(
        "/drip",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    try (MapFetcher fetcher = new MapFetcher(folder, Duration.ofMillis(300))) {
      String url = webUrl().replace("/map", "/drip");
      assertThat(catchThrowable(() -> fetcher.fetch(url))).hasMessageContaining("longer than");
      assertThat(catchThrowable(() -> fetcher.fetch("file:///etc")))
          .hasMessageContaining("not a URL");
    } finally {
      end.countDown();
    }
  }

  @Test
  void withoutUrlsNothingIsFetched() {
    try (DerpMaps maps = maps(basis(Optional.empty(), Optional.empty(), LOCAL, OwnRelay.AUTO))) {
      maps.start();
      maps.look();
      maps.inForce();
    }
    assertThat(requests).hasValue(0);
  }

  @Test
  void whileDevicesAreOnTheirWayTheyFindOnlyRelaysThatTheOthersKnow() {
    MapBuilder.Built built = leaving(Optional.of(settingsWithMap()), OwnRelay.AUTO);
    assertThat(built.map().regions()).containsOnlyKeys(12L);
    assertThat(built.complaints()).isEmpty();
  }

  @Test
  void whileDevicesAreOnTheirWayNobodyIsAtHomeAtTheOwnRelayThatIsAskedFor() {
    MapBuilder.Built built = leaving(Optional.of(settingsWithMap()), OwnRelay.ALWAYS);
    assertThat(built.map().regions()).containsOnlyKeys(12L, 999L);
    DerpRegion own = requireNonNull(requireNonNull(built.map().regions()).get(999L));
    assertThat(own.noMeasureNoHome()).isTrue();
    assertThat(own.avoid()).as("for clients that do not know the newer sign").isTrue();
    DerpRegion old = requireNonNull(requireNonNull(built.map().regions()).get(12L));
    assertThat(old.noMeasureNoHome() || old.avoid()).isFalse();
  }

  @Test
  void withoutAnyRelayOfTheOldPlaneTheOwnOneIsServedAndThatIsSaid() {
    MapBuilder.Built built = leaving(Optional.empty(), OwnRelay.AUTO);
    assertThat(built.map().regions()).containsOnlyKeys(999L);
    assertThat(built.complaints()).hasSize(1);
    assertThat(requireNonNull(requireNonNull(built.map().regions()).get(999L)).noMeasureNoHome())
        .as("somewhere they must be at home")
        .isFalse();
  }

  private static MapBuilder.Built leaving(Optional<DerpSettings> settings, OwnRelay which) {
    return MapBuilder.build(
        new MapSources(
            settings, Optional.empty(), LOCAL, OptionalInt.of(3479), which, true, Map.of()));
  }

  private static DerpSettings settingsWithMap() {
    String text =
        """
        {"Regions":{"12":{"RegionID":12,"RegionCode":"old","RegionName":"Old",
         "Nodes":[{"Name":"12a","RegionID":12,"HostName":"derp.example.net"}]}}}
        """;
    return new DerpSettings(
        null, List.of(), List.of(new DerpSettings.MapFile("derp.json", text)), false, "");
  }

  private DerpMaps maps(DerpMaps.Basis basis) {
    return new DerpMaps(() -> basis, folder, now::get);
  }

  private static MapBuilder.Built build(
      Optional<DerpSettings> settings, Optional<URI> imported, URI own, OwnRelay which) {
    return MapBuilder.build(
        new MapSources(settings, imported, own, OptionalInt.of(3479), which, false, Map.of()));
  }

  private static DerpMaps.Basis basis(
      Optional<DerpSettings> settings, Optional<URI> imported, URI own, OwnRelay which) {
    return new DerpMaps.Basis(settings, imported, own, OptionalInt.of(3479), which, false);
  }

  private static DerpNode only(MapBuilder.Built built, long region) {
    assertThat(built.map().regions()).containsOnlyKeys(region);
    assertThat(requireNonNull(requireNonNull(built.map().regions()).get(region)).nodes())
        .hasSize(1);
    return requireNonNull(requireNonNull(built.map().regions()).get(region)).nodes().getFirst();
  }

  private static EmbeddedRegion embedded(boolean added) {
    return new EmbeddedRegion(901, "hs", "Headscale", true, "0.0.0.0:3500", added, "192.0.2.1", "");
  }

  private static DerpSettings settings(
      @Nullable EmbeddedRegion embedded, List<String> urls, List<MapFile> files) {
    return new DerpSettings(embedded, urls, files, true, "PT1H");
  }

  private static String region(int id, String host) {
    return "regions: {%d: {regioncode: r, nodes: [{name: %dn, hostname: %s}]}}"
        .formatted(id, id, host);
  }
}
