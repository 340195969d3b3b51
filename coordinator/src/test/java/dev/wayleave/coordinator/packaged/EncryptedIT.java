package dev.wayleave.coordinator.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.tls.MadeCertificate;
import dev.wayleave.testkit.port.FreePort;
import dev.wayleave.testkit.wait.Await;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged coordinator with a certificate of its own.
class EncryptedIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void aCertificateOnDiskIsServedAndExchangedWithoutARestart() throws Exception {
    Path certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    MadeCertificate first = MadeCertificate.of("RSA", "first");
    first.writeCertificate(certificate);
    first.writeKey(key);
    int port = FreePort.find();
    int plain = FreePort.find();
    try (CoordinatorProcess process =
        CoordinatorProcess.start(
            folder.resolve("data"),
            null,
            Map.of(
                "WAYLEAVE_LISTEN", "127.0.0.1:" + port,
                "WAYLEAVE_SERVER_URL", "https://localhost:" + port,
                "WAYLEAVE_TLS_CERTIFICATE", certificate.toString(),
                "WAYLEAVE_TLS_KEY", key.toString(),
                "WAYLEAVE_HTTP_PORT", Integer.toString(plain)))) {
      assertThat(process.url()).isEqualTo("https://localhost:" + port);
      assertThat(get(first, "https://localhost:" + port + "/health").statusCode()).isEqualTo(200);
      assertPlainPortSendsAway(first, port, plain);

      MadeCertificate second = MadeCertificate.of("EC", "second");
      second.writeCertificate(certificate);
      second.writeModernKey(key);
      Await.value(
          "the new certificate is shown",
          LIMIT,
          () -> Optional.of(shown(second, port)).filter(seen -> seen.equals(second.certificate())));
      assertThat(get(second, "https://localhost:" + port + "/health").statusCode()).isEqualTo(200);
    }
  }

  private static void assertPlainPortSendsAway(MadeCertificate trusted, int port, int plain)
      throws Exception {
    HttpResponse<String> moved = get(trusted, "http://localhost:" + plain + "/key?v=113");
    assertThat(moved.statusCode()).isEqualTo(301);
    assertThat(moved.headers().firstValue("location"))
        .contains("https://localhost:" + port + "/key?v=113");
    assertThat(
            get(trusted, "http://localhost:" + plain + "/.well-known/acme-challenge/x")
                .statusCode())
        .isEqualTo(404);
  }

  private static HttpResponse<String> get(MadeCertificate trusted, String url) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusted.trusted()).build()) {
      return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
  }

  /// The certificate that a handshake shows, or an unrelated one where it is not trusted yet.
  private static Certificate shown(MadeCertificate trusted, int port) throws Exception {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket =
            (SSLSocket)
                trusted.trusted().getSocketFactory().createSocket(plain, "localhost", port, true)) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    } catch (SSLException notYet) {
      return MadeCertificate.of("EC", "none").certificate();
    }
  }
}
