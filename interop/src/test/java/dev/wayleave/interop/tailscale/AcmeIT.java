package dev.wayleave.interop.tailscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The packaged coordinator gets its certificates from a real authority, and real clients know it
/// by them.
@Tag("interop")
class AcmeIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String REFUSED = "gave no certificate for localhost";

  private Path room;
  private TestNetwork network;
  private Pebble.Ports ports;

  @BeforeEach
  void open() throws Exception {
    // Not below target/, whose path may be too long for a socket's.
    room = Files.createTempDirectory("wl-");
    network = TestNetwork.open(room);
    ports = new Pebble.Ports(network.freePort(), network.freePort());
  }

  @AfterEach
  void close() throws Exception {
    network.close();
    try (Stream<Path> files = Files.walk(room)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Test
  void aCertificateByHttp01IsUsedAgainAfterARestartAndRealClientsTrustIt() throws Exception {
    try (Pebble pebble = pebble(List.of());
        CertifiedCoordinator coordinator = coordinator("http-01", pebble, pebble.ownRoot())) {
      coordinator.start();
      SSLContext trust = Tls.trusting(pebble.root());
      X509Certificate issued = trusted(coordinator, trust);
      assertThat(issued.getSubjectAlternativeNames()).contains(List.of(2, "localhost"));
      assertThat(pebble.orders()).isEqualTo(1);

      coordinator.stop();
      coordinator.start();
      assertThat(Tls.chain(trust, coordinator.door())).first().isEqualTo(issued);
      assertThat(pebble.orders()).isEqualTo(1);

      clientsComeUpAndReachEachOther(coordinator, trust, root(pebble));
    }
  }

  @Test
  void aCertificateByTlsAlpn01IsIssued() throws Exception {
    try (Pebble pebble = pebble(List.of());
        CertifiedCoordinator coordinator = coordinator("tls-alpn-01", pebble, pebble.ownRoot())) {
      coordinator.start();
      SSLContext trust = Tls.trusting(pebble.root());
      X509Certificate issued = trusted(coordinator, trust);
      assertThat(issued.getSubjectAlternativeNames()).contains(List.of(2, "localhost"));
      assertThat(coordinator.get(trust, "/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void anAuthorityThatRefusesIsOneSentenceInTheLogAndTheServerGoesOn() throws Exception {
    try (Pebble pebble = pebble(List.of("localhost"));
        CertifiedCoordinator coordinator = coordinator("http-01", pebble, pebble.ownRoot())) {
      coordinator.start();
      assertThat(sentence(coordinator))
          .contains("The authority at " + pebble.directory(), "forbidden by policy", "asked again")
          .doesNotContain("Exception");
      assertShowsNothingTrusted(coordinator, pebble);
    }
  }

  @Test
  void aDirectoryThatIsNotWhatItShouldBeIsAskedNothing() throws Exception {
    MadeIdentity other = MadeIdentity.in(room.resolve("other"));
    try (Pebble pebble = pebble(List.of());
        CertifiedCoordinator coordinator =
            coordinator("tls-alpn-01", pebble, other.certificate())) {
      coordinator.start();
      assertThat(sentence(coordinator)).contains("asked again").doesNotContain("Exception");
      assertThat(pebble.orders()).isZero();
      assertShowsNothingTrusted(coordinator, pebble);
    }
  }

  private Pebble pebble(List<String> blocked) throws IOException, InterruptedException {
    return Pebble.start(network, room.resolve("pebble"), ports, blocked);
  }

  private CertifiedCoordinator coordinator(String challenge, Pebble pebble, Path ca) {
    return new CertifiedCoordinator(
        network,
        room.resolve("coordinator"),
        ports,
        Map.of(
            "WAYLEAVE_ACME", challenge,
            "WAYLEAVE_ACME_DIRECTORY", pebble.directory(),
            "WAYLEAVE_ACME_CA", ca.toString()));
  }

  /// The first certificate that leads to the authority's root.
  private static X509Certificate trusted(CertifiedCoordinator coordinator, SSLContext trust)
      throws IOException {
    try {
      return Await.value(
          "a certificate of the authority is shown",
          LIMIT,
          () -> {
            try {
              return Optional.of(Tls.chain(trust, coordinator.door()).getFirst());
            } catch (SSLException notYet) {
              return Optional.empty();
            }
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + coordinator.said(), e);
    }
  }

  private static String sentence(CertifiedCoordinator coordinator) {
    return Await.value(
        "the refusal is in the log",
        LIMIT,
        () -> coordinator.said().lines().filter(line -> line.contains(REFUSED)).findFirst());
  }

  private static void assertShowsNothingTrusted(CertifiedCoordinator coordinator, Pebble pebble)
      throws Exception {
    assertThat(coordinator.said().lines().filter(line -> line.startsWith("\tat "))).isEmpty();
    assertThat(Tls.shown(coordinator.door()).getSubjectX500Principal().getName())
        .isEqualTo("CN=not yet certified");
    SSLContext trust = Tls.trusting(pebble.root());
    assertThatThrownBy(() -> Tls.chain(trust, coordinator.door())).isInstanceOf(SSLException.class);
  }

  private Path root(Pebble pebble) throws Exception {
    return MadeIdentity.pem(room, "CERTIFICATE", pebble.root().getEncoded());
  }

  /// Control, relay and the question for the server's key go over TLS, by one root alone.
  private void clientsComeUpAndReachEachOther(
      CertifiedCoordinator coordinator, SSLContext trust, Path root) throws Exception {
    Map<String, String> knobs = new HashMap<>();
    knobs.put("SSL_CERT_FILE", root.toString());
    knobs.put("SSL_CERT_DIR", room.resolve("none").toString());
    knobs.put("TS_DEBUG_USE_DERP_HTTP", "");
    // Packets go through the relay, whatever direct path there is.
    knobs.put("TS_DEBUG_ALWAYS_USE_DERP", "1");
    String key = coordinator.authKey(trust, "anna");
    Map<String, String> none = Map.of("SSL_CERT_FILE", "/dev/null");
    try (TailscaleClient one = TailscaleClient.start(network, Line.NEWEST, room, "one", knobs);
        TailscaleClient two = TailscaleClient.start(network, Line.NEWEST, room, "two", knobs);
        TailscaleClient stranger =
            TailscaleClient.start(network, Line.NEWEST, room, "stranger", none)) {
      String server = "--login-server=" + coordinator.url();
      Duration limit = Duration.ofSeconds(30);
      List<Integer> statuses =
          SharedTailnet.together(
              List.of(
                  () -> up(one, coordinator, key),
                  () -> up(two, coordinator, key),
                  () ->
                      stranger
                          .cli(limit, "up", server, "--authkey=" + key, "--timeout=10s")
                          .status()));
      assertThat(statuses.getLast()).as("without the root").isNotZero();
      assertThat(one.waitPong("two")).contains("pong from two", "via DERP");
    }
  }

  private static int up(TailscaleClient client, CertifiedCoordinator coordinator, String key)
      throws Exception {
    client.up(coordinator.url(), key);
    return 0;
  }
}
