package dev.wayleave.coordinator.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.key.NodeKey;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a relay is asked over plain HTTP.
class RelayQuestionsTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private RelayServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RelayServer(RelayLimits.DEFAULT);
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    server.close();
  }

  @Test
  void probesAreAnsweredToPagesOfAnywhere() throws Exception {
    for (String path : new String[] {"/derp/probe", "/derp/latency-check"}) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("access-control-allow-origin")).hasValue("*");
      assertThat(send(request(path).HEAD()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theChallengeOfTheCaptivePortalTestIsAnswered() throws Exception {
    HttpResponse<String> answer =
        send(request("/generate_204").header("X-Tailscale-Challenge", "ts_derp1.example:80"));
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("x-tailscale-response"))
        .hasValue("response ts_derp1.example:80");
    assertThat(answer.headers().firstValue("cache-control").orElse("")).contains("no-store");
    for (String odd : new String[] {"a b", "x".repeat(65), "<script>"}) {
      assertThat(
              send(request("/generate_204").header("X-Tailscale-Challenge", odd))
                  .headers()
                  .firstValue("x-tailscale-response"))
          .isEmpty();
    }
  }

  @Test
  void withoutAnUpgradeTheRelaySaysWhatItWants() throws Exception {
    HttpResponse<String> answer = get("/derp");
    assertThat(answer.statusCode()).isEqualTo(426);
    assertThat(answer.body()).contains("Upgrade: DERP");
  }

  @Test
  void relaysElsewhereAreToldWhomToAdmit() throws Exception {
    NodeKey known = server.newNode().publicKey();
    assertThat(verify(known)).isEqualTo("{\"Allow\":true}");
    assertThat(verify(RelayServer.newKey().publicKey())).isEqualTo("{\"Allow\":false}");
  }

  private String verify(NodeKey key) throws Exception {
    String body = "{\"NodePublic\":\"%s\",\"Source\":\"192.0.2.7\"}".formatted(key);
    HttpResponse<String> answer = post(body);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void whatIsNoQuestionIsRefused() throws Exception {
    assertThat(post("{\"NodePublic\":5}").statusCode()).isEqualTo(400);
    assertThat(post("nonsense").statusCode()).isEqualTo(400);
    assertThat(post("").statusCode()).isEqualTo(400);
    assertThat(post("x".repeat(100_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void addressesOfOwnNamesAreToldAndNoOthers() throws Exception {
    assertThat(get("/bootstrap-dns?q=relay.example").body())
        .isEqualTo("{\"relay.example\":[\"192.0.2.1\",\"2001:db8::1\"]}");
    assertThat(get("/bootstrap-dns?q=elsewhere.example").body()).isEqualTo("{}");
    assertThat(get("/bootstrap-dns").body()).contains("relay.example", "other.example");
  }

  @Test
  void whoAsksTooOftenIsTurnedAway() throws Exception {
    long burst = RelayLimits.DEFAULT.questions().burst();
    int status = 200;
    for (int i = 0; i < 20 * burst && status == 200; i++) {
      status = get("/bootstrap-dns").statusCode();
    }
    assertThat(status).isEqualTo(429);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send(request("/verify").POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.url(path)).version(HttpClient.Version.HTTP_1_1);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
