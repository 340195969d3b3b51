package dev.wayleave.exporters.wayleave;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.wayleave.api.client.CoordinatorAddress;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.api.migration.Migration;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.bundle.BundleReader;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Preview;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.Receipt;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Troubles of the connection and refusals; what a coordinator does is tested on a real one.
///
/// Answers in `recorded/` were given by a real one too; its README tells how.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CoordinatorTargetTest {
  private static final String PATH = "/api/v1alpha/migrations";
  private static final Reading READING = TailnetBuilder.seeded(5).nodes(3).reading();

  private WireMockServer server;
  private CoordinatorClient client;
  private Migration planned;
  private Preview preview;

  @BeforeEach
  void start() throws IOException {
    server = new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
    server.start();
    client = new CoordinatorClient(address(url(server)));
    planned = migration("planned");
    preview = new Preview(planned.migration().id(), planned.plan());
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop();
  }

  @Test
  void streamsTheWholeBundleAndReadsThePlan() throws Exception {
    recorded("planned");
    Reading large = TailnetBuilder.seeded(6).nodes(5_000).reading();
    Preview found = target().plan(large, PlanOptions.CAREFUL, Progress.SILENT);
    assertThat(received()).isEqualTo(large);
    // Of unknown length: it is sent while it is written.
    server.verify(
        postRequestedFor(urlPathEqualTo(PATH))
            .withHeader("Authorization", equalTo("Bearer key"))
            .withHeader("Transfer-Encoding", equalTo("chunked"))
            .withQueryParam("prune", equalTo("false")));
    assertThat(found).isEqualTo(preview);
    assertThat(found.migration()).isEqualTo("20261122-104158-6593");
    assertThat(found.plan().items()).hasSizeGreaterThan(3);
  }

  @Test
  void secretsAreNotSentOverUnencryptedConnections() throws Exception {
    try (CoordinatorClient far = new CoordinatorClient(address("http://vpn.example.com"))) {
      TargetException refused =
          refused(() ->
              new CoordinatorTarget(far, InstantSource.system(), false)
                  .plan(READING, PlanOptions.CAREFUL, Progress.SILENT));
      assertThat(refused)
          .hasMessage(
              "Secrets are not sent to http://vpn.example.com over an unencrypted connection; use"
                  + " https, or an SSH tunnel to loopback.");
    }
  }

  @Test
  void withoutSecretsOnlyFingerprintsAreSent() throws Exception {
    recorded("planned");
    new CoordinatorTarget(client, InstantSource.system(), true)
        .plan(READING, PlanOptions.CAREFUL, Progress.SILENT);
    assertThat(received().inventory().secrets().getFirst().value().isWithheld()).isTrue();
  }

  @Test
  void failureOfTheWriterIsToldAndNotWhatTheServerMadeOfIt() throws Exception {
    recorded("plan-broken-bundle");
    TargetException refused =
        refused(() ->
            target()
                .plan(
                    TailnetBuilder.seeded(6).nodes(5_000).reading(),
                    PlanOptions.CAREFUL,
                    (what, done, total) -> {
                      throw new IllegalStateException("the disk went away");
                    }));
    assertThat(refused.reason()).isEqualTo(TargetException.Reason.FAILED);
    assertThat(refused).hasMessageContaining("the disk went away");
  }

  @Test
  void bundleThatTheCoordinatorCannotReadIsToldInItsWords() throws Exception {
    recorded("plan-broken-bundle");
    TargetException refused = refused(this::plan);
    assertThat(refused.reason()).isEqualTo(TargetException.Reason.FAILED);
    assertThat(refused).hasMessage("The bundle ends before its end; take another copy of it.");
  }

  @Test
  void coordinatorThatIsBusyIsUnavailable() throws Exception {
    recorded("plan-busy");
    TargetException refused = refused(this::plan);
    assertThat(refused.reason()).isEqualTo(TargetException.Reason.UNAVAILABLE);
    assertThat(refused).hasMessageStartingWith("Another migration is being planned or applied");
  }

  /// On a socket of its own: WireMock takes a request in whole before any fault, and so cannot hang
  /// up in its middle.
  @Test
  void serverThatHangsUpInMidUploadEndsTheWriter() throws Exception {
    Reading large = TailnetBuilder.seeded(6).nodes(20_000).reading();
    AtomicReference<Thread> writer = new AtomicReference<>();
    CountDownLatch hungUp = new CountDownLatch(1);
    try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CoordinatorClient cut =
            new CoordinatorClient(address("http://127.0.0.1:" + peer.getLocalPort()))) {
      Thread listener = Thread.ofVirtual().start(() -> hangUpAfterSomeOfIt(peer, hungUp));
      CoordinatorTarget target = new CoordinatorTarget(cut, InstantSource.system(), false);
      Progress waiting =
          (_, done, _) -> {
            writer.set(Thread.currentThread());
            if (done == 10_000) {
              await(hungUp);
            }
          };
      TargetException refused = refused(() -> target.plan(large, PlanOptions.CAREFUL, waiting));
      listener.join();
      assertThat(refused.reason()).isEqualTo(TargetException.Reason.UNAVAILABLE);
      assertThat(refused).hasMessageContaining("broke");
    }
    assertThat(writer.get()).isNotNull().isNotEqualTo(Thread.currentThread());
    assertThat(writer.get().isAlive()).isFalse();
  }

  private static void hangUpAfterSomeOfIt(ServerSocket peer, CountDownLatch hungUp) {
    try (Socket caller = peer.accept()) {
      caller.getInputStream().readNBytes(200_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      hungUp.countDown();
    }
  }

  private static void await(CountDownLatch hungUp) {
    try {
      assertThat(hungUp.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nobodyAtTheAddressIsTold() {
    server.stop();
    assertThat(refused(this::apply))
        .hasMessageContaining("No coordinator answers at")
        .extracting(TargetException::reason)
        .isEqualTo(TargetException.Reason.UNAVAILABLE);
  }

  @Test
  void pageOfAProxyIsToldAsItsStatus() throws Exception {
    recorded("apply-proxy-page");
    assertThat(refused(this::apply))
        .hasMessageContaining("HTTP status 502")
        .extracting(TargetException::reason)
        .isEqualTo(TargetException.Reason.UNAVAILABLE);
  }

  @Test
  void answerThatIsNoMigrationIsTold() {
    ResponseDefinitionBuilder page =
        aResponse().withHeader("Content-Type", "text/html").withBody("<html>Welcome</html>");
    server.stubFor(any(anyUrl()).willReturn(page));
    assertThat(refused(this::apply)).hasMessageContaining("is it a Wayleave?");
  }

  @Test
  void unknownKeyIsTold() throws Exception {
    recorded("apply-unknown-key");
    assertThat(refused(this::apply))
        .hasMessage("Send a valid API key as \"Authorization: Bearer KEY\".")
        .extracting(TargetException::reason)
        .isEqualTo(TargetException.Reason.UNAVAILABLE);
  }

  @Test
  void unknownKeyIsToldWithoutAWordOfTheServer() {
    onApply(aResponse().withStatus(401));
    assertThat(refused(this::apply))
        .hasMessageContaining("does not know this API key")
        .extracting(TargetException::reason)
        .isEqualTo(TargetException.Reason.UNAVAILABLE);
  }

  @Test
  void missingScopeIsTold() throws Exception {
    recorded("apply-missing-scope");
    assertThat(refused(this::apply))
        .hasMessage("This API key does not have the scope that this needs.")
        .extracting(TargetException::reason)
        .isEqualTo(TargetException.Reason.UNAVAILABLE);
  }

  @Test
  void unknownMigrationIsTold() throws Exception {
    recorded("apply-unknown-migration");
    assertThat(refused(this::apply))
        .hasMessage("There is no migration m-1.")
        .extracting(TargetException::reason)
        .isEqualTo(TargetException.Reason.FAILED);
  }

  @Test
  void movedVersionIsChanged() throws Exception {
    recorded("apply-moved-version");
    TargetException refused = refused(this::apply);
    assertThat(refused.reason()).isEqualTo(TargetException.Reason.CHANGED);
    assertThat(refused)
        .hasMessage(
            "The tailnet changed since this was planned (version 5 then, 6 now); plan again.");
  }

  @Test
  void findingsThatForbidAreObstacles() throws Exception {
    recorded("apply-obstacles");
    TargetException refused = refused(this::apply);
    assertThat(refused.reason()).isEqualTo(TargetException.Reason.OBSTACLES);
    assertThat(refused.obstacles())
        .containsExactly(
            Finding.blocker(
                "COLLISION_ID",
                "API key 1000000001 (2f571e44acd0)",
                "The target already holds API key 1000000001 (b997cf4d7963), which did not come"
                    + " from this source.",
                "Import into an empty coordinator, or delete or renumber the target's own."));
  }

  @Test
  void appliedMigrationIsReportedWithItsNotes() throws Exception {
    recorded("applied");
    Receipt receipt = apply();
    assertThat(receipt.migration()).isEqualTo(preview.migration());
    assertThat(receipt.plan()).isEqualTo(preview.plan());
    assertThat(receipt.notes()).contains("In force now: base domain tail.example.com.");
  }

  @Test
  void applyThatCommittedBeforeTheConnectionBrokeIsReported() throws Exception {
    recorded("shown-applied");
    for (Fault fault : Fault.values()) {
      onApply(aResponse().withFault(fault));
      assertThat(apply()).as(fault.name()).extracting(Receipt::plan).isEqualTo(preview.plan());
    }
  }

  @Test
  void applyThatCommittedBeforeItsAnswerStalledIsReported() throws Exception {
    recorded("shown-applied");
    onApply(
        aResponse()
            .withBody(stub("applied").getResponse().getTextBody())
            .withChunkedDribbleDelay(2, 6_000));
    try (CoordinatorClient impatient =
        new CoordinatorClient(address(url(server)), Duration.ofMillis(300))) {
      CoordinatorTarget target = new CoordinatorTarget(impatient, InstantSource.system(), false);
      Receipt receipt = target.apply(preview, Set.of(), Progress.SILENT);
      assertThat(receipt.plan()).isEqualTo(preview.plan());
      // The answer that stalled had notes; what is shown afterwards has none.
      assertThat(receipt.notes()).isEmpty();
    }
  }

  @Test
  void applyOfUnknownEndIsToldAsSuch() throws Exception {
    recorded("shown-planned");
    for (Fault fault : Fault.values()) {
      onApply(aResponse().withFault(fault));
      assertThat(refused(this::apply))
          .as(fault.name())
          .hasMessageContaining("wholly or not at all")
          .extracting(TargetException::reason)
          .isEqualTo(TargetException.Reason.UNAVAILABLE);
    }
  }

  @Test
  void lossesOfARollbackAreARefusalAndOtherConflictsAnError() throws Exception {
    recorded("rollback-losses");
    assertThat(target().rollback("m-1", Progress.SILENT))
        .isEqualTo(
            new RollbackOutcome.Refused(List.of("user 1 (adarenamed) was changed since: name.")));
    recorded("rollback-not-applied");
    TargetException refused = refused(() -> target().rollback("m-1", Progress.SILENT));
    assertThat(refused.reason()).isEqualTo(TargetException.Reason.CHANGED);
    assertThat(refused).hasMessage("Only an applied migration can be rolled back.");
  }

  @Test
  void namesThatAreNoMigrationsNeverReachTheServer() {
    for (String name : List.of("../users", "a b", "", ".")) {
      assertThat(refused(() -> target().rollback(name, Progress.SILENT)))
          .hasMessage("\"" + name + "\" is not the name of a migration.");
    }
    server.verify(0, anyRequestedFor(anyUrl()));
  }

  private CoordinatorTarget target() {
    return new CoordinatorTarget(client, InstantSource.system(), false);
  }

  private Preview plan() throws TargetException {
    return target().plan(READING, PlanOptions.CAREFUL, Progress.SILENT);
  }

  private Receipt apply() throws TargetException {
    return target().apply(preview, Set.of(), Progress.SILENT);
  }

  /// The literal address: a name may lead to another family first.
  private static String url(WireMockServer server) {
    return "http://127.0.0.1:" + server.port();
  }

  private static CoordinatorAddress address(String url) {
    return new CoordinatorAddress(URI.create(url), SecretText.of("key"));
  }

  private static TargetException refused(ThrowingCallable call) {
    return catchThrowableOfType(TargetException.class, call);
  }

  private void onApply(ResponseDefinitionBuilder answer) {
    server.stubFor(
        post(urlPathEqualTo(PATH + "/" + preview.migration() + "/apply")).willReturn(answer));
  }

  /// What was uploaded, read back.
  private Reading received() throws IOException {
    List<LoggedRequest> uploads = server.findAll(postRequestedFor(urlPathEqualTo(PATH)));
    assertThat(uploads).hasSize(1);
    return new BundleReader(null, 1 << 30)
        .read(new ByteArrayInputStream(uploads.getFirst().getBody()), Progress.SILENT)
        .reading();
  }

  private void recorded(String name) throws IOException {
    server.addStubMapping(stub(name));
  }

  private static Migration migration(String name) throws IOException {
    return InventoryJson.redacted()
        .mapper()
        .readValue(stub(name).getResponse().getTextBody(), Migration.class);
  }

  private static StubMapping stub(String name) throws IOException {
    try (InputStream in =
        CoordinatorTargetTest.class.getResourceAsStream("recorded/" + name + ".json")) {
      return StubMapping.buildFrom(
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
