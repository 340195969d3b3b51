package dev.wayleave.importers.headscale.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.cutover.Presented;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateQuestionTest {
  private static final char[] PASSWORD = "a-password".toCharArray();
  private static final String REFUSAL = "HTTP/1.1 400 Bad Request\r\n\r\n";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir private static Path room;

  private static KeyStore keys;

  /// With the JDK's own tool, so that the certificate holds whenever the test runs.
  @BeforeAll
  static void makeCertificate() throws Exception {
    Path store = room.resolve("keys.p12");
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(tool.exitValue()).as(said).isZero();
    keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    assertThat(Files.size(store)).isPositive();
  }

  /// What the server does with a connection.
  @FunctionalInterface
  private interface Answer {
    void to(Socket client) throws Exception;
  }

  @Test
  void theChainIsNotedAsItIsShownTrustedOrNot() throws Exception {
    Presented untrusted = ask(CertificateQuestionTest::tls, new CertificateQuestion());
    assertThat(untrusted).isInstanceOf(Presented.Chain.class);
    Presented.Chain chain = (Presented.Chain) untrusted;
    assertThat(chain.trusted()).isFalse();
    assertThat(chain.certificates()).containsExactly(certificate());

    KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
    roots.load(null, null);
    roots.setCertificateEntry("server", certificate());
    CertificateQuestion knowing = new CertificateQuestion(CertificateQuestion.trust(roots), LIMIT);
    assertThat(ask(CertificateQuestionTest::tls, knowing))
        .isEqualTo(new Presented.Chain(chain.certificates(), true));
  }

  @Test
  void aNameWithItsLastDotIsAskedForWithoutIt() throws Exception {
    assertThat(ask(CertificateQuestionTest::tls, new CertificateQuestion(), "localhost."))
        .isInstanceOf(Presented.Chain.class);
  }

  @Test
  void whatSpeaksNoTlsIsTold() throws Exception {
    Presented answer =
        ask(
            client -> {
              client.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
              client.getOutputStream().flush();
              client.getInputStream().readAllBytes();
            },
            new CertificateQuestion());
    assertThat(answer).isInstanceOf(Presented.NoTls.class);
  }

  @Test
  void whatSaysNothingIsGivenUp() throws Exception {
    CertificateQuestion hasty =
        new CertificateQuestion(CertificateQuestion.trust(keys), Duration.ofMillis(200));
    assertThat(ask(client -> client.getInputStream().readAllBytes(), hasty))
        .isInstanceOf(Presented.Unreachable.class);
  }

  @Test
  void whereNothingListensIsTold() throws Exception {
    int free;
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = gone.getLocalPort();
    }
    assertThat(new CertificateQuestion().ask(URI.create("https://localhost:" + free)))
        .isEqualTo(new Presented.Unreachable("Connection refused"));
    assertThat(new CertificateQuestion().ask(URI.create("http://localhost:" + free)))
        .isEqualTo(new Presented.Unasked());
  }

  private static X509Certificate certificate() throws Exception {
    return (X509Certificate) keys.getCertificate("server");
  }

  private static void tls(Socket client) throws Exception {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    try (SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), true)) {
      tls.setUseClientMode(false);
      tls.startHandshake();
      tls.getInputStream().readAllBytes();
    }
  }

  private static Presented ask(Answer answer, CertificateQuestion question) throws Exception {
    return ask(answer, question, "localhost");
  }

  private static Presented ask(Answer answer, CertificateQuestion question, String host)
      throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread serving =
          Thread.ofVirtual()
              .start(() -> {
                try (Socket client = server.accept()) {
                  answer.to(client);
                } catch (IOException gone) {
                  // The client has seen enough.
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      Presented presented =
          question.ask(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), host);
      assertThat(serving.join(LIMIT)).isTrue();
      return presented;
    }
  }
}
