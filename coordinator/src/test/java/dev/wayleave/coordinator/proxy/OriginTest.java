package dev.wayleave.coordinator.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.coordinator.security.Callers;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Requests over a real connection, whose other end is always 127.0.0.1.
class OriginTest {
  private static final String X_FOR = "X-Forwarded-For";
  private static final String X_PROTO = "X-Forwarded-Proto";
  private static final String FORWARDED = "Forwarded";

  private static Vertx vertx;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void headersOfWhoIsNotNamedAreIgnored() throws Exception {
    for (String trusted : new String[] {"", "10.0.0.0/8, fd00::/8"}) {
      assertThat(seen(trusted, X_FOR, "203.0.113.7", X_PROTO, "https")).startsWith("127.0.0.1 ");
      assertThat(seen(trusted, FORWARDED, "for=203.0.113.7;proto=https"))
          .isEqualTo("127.0.0.1 in clear");
    }
  }

  @Test
  void aNamedProxyTellsTheClientByEitherHeader() throws Exception {
    assertThat(seen("127.0.0.1", X_FOR, "203.0.113.7", X_PROTO, "https"))
        .isEqualTo("203.0.113.7 confidential");
    assertThat(seen("127.0.0.0/8", FORWARDED, "for=203.0.113.7;proto=http"))
        .isEqualTo("203.0.113.7 in clear");
    assertThat(seen("127.0.0.1", FORWARDED, "Proto=https;For=\"[2001:db8::7]:4711\""))
        .isEqualTo("2001:db8::7 confidential");
    assertThat(seen("127.0.0.1", X_FOR, "203.0.113.7:4711")).isEqualTo("203.0.113.7 in clear");
  }

  @Test
  void whatAClientPutsInFrontOfTheProxysWordIsNotBelieved() throws Exception {
    assertThat(seen("127.0.0.1", X_FOR, "192.0.2.1, 203.0.113.7")).startsWith("203.0.113.7 ");
    assertThat(seen("127.0.0.1", X_FOR, "192.0.2.1", X_FOR, "203.0.113.7"))
        .startsWith("203.0.113.7 ");
    assertThat(seen("127.0.0.1", FORWARDED, "for=192.0.2.1;proto=https, for=203.0.113.7"))
        .isEqualTo("203.0.113.7 in clear");
    assertThat(seen("127.0.0.1", X_FOR, "203.0.113.7", X_PROTO, "https, http"))
        .isEqualTo("203.0.113.7 in clear");
  }

  @Test
  void aChainOfNamedProxiesIsFollowedToTheClient() throws Exception {
    assertThat(seen("127.0.0.1,10.0.0.0/8", X_FOR, "192.0.2.1, 203.0.113.7, 10.0.0.5"))
        .startsWith("203.0.113.7 ");
    assertThat(seen("127.0.0.1,10.0.0.0/8", X_FOR, "10.0.0.9, 10.0.0.5")).startsWith("10.0.0.9 ");
  }

  @Test
  void aHeaderThatTheProxyLetPassMakesNobodySomebodyElse() throws Exception {
    assertThat(seen("127.0.0.1", X_FOR, "203.0.113.7", FORWARDED, "for=192.0.2.1"))
        .startsWith("127.0.0.1 ");
    assertThat(seen("127.0.0.1", X_FOR, "203.0.113.7", FORWARDED, "for=203.0.113.7"))
        .startsWith("203.0.113.7 ");
  }

  @Test
  void aHiddenClientCountsAsTheProxyThatHidIt() throws Exception {
    for (String hidden : new String[] {"unknown", "_gazonk", "\"_x:1\"", "", "[::", "localhost"}) {
      assertThat(seen("127.0.0.1", FORWARDED, "for=192.0.2.1, for=" + hidden))
          .startsWith("127.0.0.1 ");
    }
  }

  @Test
  void whatIsNoAddressIsNamed() {
    assertThatThrownBy(() -> TrustedProxies.parse("10.0.0.1, proxy.example.com"))
        .hasMessageContaining("\"proxy.example.com\" is no address or prefix");
  }

  private static String seen(String trusted, String... headers) throws Exception {
    Router router = Router.router(vertx);
    // In the order of the real thing, where observers come as they like.
    router
        .route()
        .handler(context ->
            context
                .response()
                .end(
                    Callers.address(context)
                        + (Callers.isConfidential(context) ? " confidential" : " in clear")));
    new OriginRoute(Optional.of(trusted)).register(router);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    try {
      return ask(server.actualPort(), headers);
    } finally {
      server.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  private static String ask(int port, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }
}
