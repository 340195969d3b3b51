package dev.wayleave.importers.wayleave;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import dev.wayleave.api.client.CoordinatorAddress;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Troubles of the connection; what a coordinator answers is tested on a real one.
///
/// Answers in `recorded/` were given by a real one too; its README tells how.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CoordinatorSourceTest {
  private static final String INVENTORY = "/api/v1alpha/inventory";

  private final Reading reading = TailnetBuilder.seeded(3).nodes(500).reading();

  private WireMockServer server;
  private CoordinatorClient client;

  @BeforeEach
  void start() {
    server = new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
    server.start();
    client = client(url(server));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop();
  }

  @Test
  void readsTheBundleAndAsksForSecretsOnlyWhenTold() throws Exception {
    server.stubFor(
        get(urlEqualTo(INVENTORY + "?secrets=false"))
            .withHeader("Authorization", equalTo("Bearer key"))
            .willReturn(aBundle(bundle(true))));
    server.stubFor(
        get(urlEqualTo(INVENTORY + "?secrets=true"))
            .withHeader("Authorization", equalTo("Bearer key"))
            .willReturn(aBundle(bundle(false))));
    Reading withheld = new CoordinatorSource(client, false).read(Progress.SILENT);
    assertThat(withheld).isEqualTo(reading);
    assertThat(withheld.inventory().secrets().getFirst().value().isWithheld()).isTrue();
    Reading revealed = new CoordinatorSource(client, true).read(Progress.SILENT);
    assertThat(revealed.inventory().secrets().getFirst().value().isWithheld()).isFalse();
    server.verify(2, getRequestedFor(urlPathEqualTo(INVENTORY)));
  }

  @Test
  void secretsAreNotFetchedOverUnencryptedConnections() {
    try (CoordinatorClient far = client("http://vpn.example.com")) {
      assertThat(refused(new CoordinatorSource(far, true)))
          .hasMessageStartingWith(
              "Secrets are not fetched from http://vpn.example.com over an unencrypted");
    }
  }

  @Test
  void connectionThatBreaksInMidBundleIsTold() throws Exception {
    byte[] bytes = bundle(true);
    answers(
        aBundle(Arrays.copyOf(bytes, bytes.length / 2))
            .withHeader("Content-Length", String.valueOf(bytes.length)));
    assertThat(refused(new CoordinatorSource(client, false)))
        .hasMessageContaining("broke while its inventory was read");
  }

  @Test
  void chunkThatIsNoneIsTold() {
    answers(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
    assertThat(refused(new CoordinatorSource(client, false)))
        .hasMessageContaining("broke while its inventory was read");
  }

  @Test
  void connectionThatIsResetIsTold() {
    answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(refused(new CoordinatorSource(client, false)))
        .hasMessageStartingWith("The connection to the coordinator at " + url(server))
        .hasMessageContaining("broke");
  }

  @Test
  void answerThatIsNoneIsTold() {
    answers(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
    assertThat(refused(new CoordinatorSource(client, false))).hasMessageContaining("broke");
  }

  @Test
  void downloadThatStallsInItsMiddleEndsWithOneSentence() throws Exception {
    // A pause before each half; long, because the first half is being read in a part of the second.
    answers(aBundle(bundle(true)).withChunkedDribbleDelay(2, 10_000));
    try (CoordinatorClient impatient =
        new CoordinatorClient(address(url(server)), Duration.ofMillis(300))) {
      assertThat(refused(new CoordinatorSource(impatient, false)))
          .hasMessage(
              "The coordinator at "
                  + url(server)
                  + " fell silent for 300 ms in the middle of its answer; look at its log and at"
                  + " the network, then try again.");
    }
  }

  @Test
  void slowDownloadThatGoesOnIsReadToItsEnd() throws Exception {
    // All of it takes longer than any pause may.
    answers(aBundle(bundle(true)).withChunkedDribbleDelay(20, 3_000));
    try (CoordinatorClient patient =
        new CoordinatorClient(address(url(server)), Duration.ofMillis(2_500))) {
      assertThat(new CoordinatorSource(patient, false).read(Progress.SILENT)).isEqualTo(reading);
    }
  }

  @Test
  void bundleCutShortIsTold() throws Exception {
    answers(aBundle(Arrays.copyOf(bundle(true), 2000)));
    assertThat(refused(new CoordinatorSource(client, false)))
        .hasMessageContaining("cannot be used (The bundle ends before its end");
  }

  @Test
  void pageInsteadOfABundleIsTold() {
    answers(aResponse().withHeader("Content-Type", "text/html").withBody("<html>Welcome</html>"));
    assertThat(refused(new CoordinatorSource(client, false)))
        .hasMessageContaining("This is not a Wayleave bundle");
  }

  @Test
  void pageOfAProxyIsToldAsItsStatus() throws Exception {
    recorded("proxy-page");
    assertThat(refused(new CoordinatorSource(client, false)))
        .hasMessageContaining("HTTP status 502");
  }

  @Test
  void unknownKeyAndMissingRightAreToldAsTheCoordinatorSaysThem() throws Exception {
    recorded("unknown-key");
    recorded("missing-scope");
    assertThat(refused(new CoordinatorSource(client, false)))
        .hasMessage("Send a valid API key as \"Authorization: Bearer KEY\".");
    assertThat(refused(new CoordinatorSource(client, true)))
        .hasMessage("This API key does not have the scope that this needs.");
  }

  @Test
  void unknownKeyAndMissingRightAreToldWithoutAWordOfTheServer() {
    server.stubFor(
        get(urlEqualTo(INVENTORY + "?secrets=false")).willReturn(aResponse().withStatus(401)));
    server.stubFor(
        get(urlEqualTo(INVENTORY + "?secrets=true")).willReturn(aResponse().withStatus(403)));
    assertThat(refused(new CoordinatorSource(client, false)))
        .hasMessageContaining("does not know this API key");
    assertThat(refused(new CoordinatorSource(client, true)))
        .hasMessageContaining("may not do that");
  }

  @Test
  void nobodyAtTheAddressIsTold() {
    server.stop();
    assertThat(refused(new CoordinatorSource(client, false)))
        .hasMessageContaining("No coordinator answers at");
  }

  private static SourceException refused(CoordinatorSource source) {
    return catchThrowableOfType(SourceException.class, () -> source.read(Progress.SILENT));
  }

  private static CoordinatorClient client(String url) {
    return new CoordinatorClient(address(url));
  }

  /// The literal address: a name may lead to another family first.
  private static String url(WireMockServer server) {
    return "http://127.0.0.1:" + server.port();
  }

  private static CoordinatorAddress address(String url) {
    return new CoordinatorAddress(URI.create(url), SecretText.of("key"));
  }

  private void answers(ResponseDefinitionBuilder answer) {
    server.stubFor(get(urlPathEqualTo(INVENTORY)).willReturn(answer));
  }

  private void recorded(String name) throws IOException {
    try (InputStream in = getClass().getResourceAsStream("recorded/" + name + ".json")) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      server.addStubMapping(StubMapping.buildFrom(text));
    }
  }

  private static ResponseDefinitionBuilder aBundle(byte[] bytes) {
    return aResponse()
        .withHeader("Content-Type", "application/vnd.wayleave.bundle")
        .withBody(bytes);
  }

  private byte[] bundle(boolean withoutSecrets) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new BundleWriter(Instant.EPOCH, new Protection.Plain(), withoutSecrets)
        .write(reading, out, Progress.SILENT);
    return out.toByteArray();
  }
}
