package dev.wayleave.oidc.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wayleave.oidc.InputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServicePeopleTest {
  private final List<String> asked = new ArrayList<>();
  private final List<Duration> waited = new ArrayList<>();
  private HttpServer server;
  private String base;
  private int refusals;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    base = "http://localhost:" + server.getAddress().getPort();
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private List<Person> read(String where, Map<String, String> environment) throws InputException {
    return new PeopleReader(environment, waited::add).read(where, null);
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    asked.add(
        exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    exchange.getRequestBody().readAllBytes();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String users(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj("{\"id\":\"%1$d\",\"username\":\"u%1$d\"}"::formatted)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void asksKeycloakPageByPageWithTheTokenOfAClient() throws Exception {
    server.createContext(
        "/realms/b/protocol/openid-connect/token",
        exchange -> answer(exchange, 200, "{\"access_token\":\"t-1\"}"));
    server.createContext(
        "/admin/realms/b/users",
        exchange -> {
          boolean first = exchange.getRequestURI().getQuery().contains("first=0&");
          answer(exchange, 200, first ? users(0, 200) : users(200, 203));
        });

    assertThat(
            read(
                "keycloak:" + base + "/realms/b",
                Map.of("KEYCLOAK_CLIENT_ID", "c", "KEYCLOAK_CLIENT_SECRET", "s")))
        .hasSize(203);
    assertThat(asked)
        .containsExactly(
            "/realms/b/protocol/openid-connect/token null",
            "/admin/realms/b/users?briefRepresentation=true&first=0&max=200 Bearer t-1",
            "/admin/realms/b/users?briefRepresentation=true&first=200&max=200 Bearer t-1");
  }

  @Test
  void waitsAsLongAsTheServiceSays() throws Exception {
    refusals = 2;
    server.createContext(
        "/admin/realms/b/users",
        exchange -> {
          if (refusals-- > 0) {
            exchange.getResponseHeaders().add("Retry-After", "7");
            answer(exchange, 429, "");
          } else {
            answer(exchange, 200, users(0, 1));
          }
        });

    assertThat(read("keycloak:" + base + "/realms/b", Map.of("KEYCLOAK_TOKEN", "t"))).hasSize(1);
    assertThat(waited).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
  }

  @Test
  void asksScimPageByPageAndEndsWhereThePagesDo() throws Exception {
    server.createContext(
        "/scim/v2/Users",
        exchange -> {
          boolean first = exchange.getRequestURI().getQuery().contains("startIndex=1&");
          answer(
              exchange,
              200,
              first
                  ? "{\"totalResults\":5,\"Resources\":[{\"id\":\"1\",\"userName\":\"ann\"}]}"
                  : "{\"totalResults\":5,\"Resources\":[]}");
        });

    assertThat(read("scim:" + base + "/scim/v2", Map.of("SCIM_TOKEN", "t")))
        .containsExactly(new Person(null, "ann", "", false, "", true));
  }

  @Test
  void aRefusalIsOneSentenceWithoutTheCredential() {
    server.createContext("/admin/realms/b/users", exchange -> answer(exchange, 403, "t-secret"));

    assertThatThrownBy(
            () -> read("keycloak:" + base + "/realms/b", Map.of("KEYCLOAK_TOKEN", "t-secret")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("HTTP 403")
        .hasMessageNotContaining("t-secret");
  }

  @Test
  void aCredentialGoesNowhereElse() {
    server.createContext(
        "/admin/realms/b/users",
        exchange -> {
          exchange.getResponseHeaders().add("Location", base + "/elsewhere");
          answer(exchange, 302, "");
        });

    assertThatThrownBy(() -> read("keycloak:" + base + "/realms/b", Map.of("KEYCLOAK_TOKEN", "t")))
        .hasMessageContaining("elsewhere");
    assertThat(asked).hasSize(1);
    assertThatThrownBy(
            () -> read("keycloak:http://idp.example/realms/b", Map.of("KEYCLOAK_TOKEN", "t")))
        .hasMessageContaining("unencrypted");
    assertThatThrownBy(() -> read("scim:https://u:p@idp.example/scim", Map.of("SCIM_TOKEN", "t")))
        .hasMessageNotContaining("u:p");
    assertThatThrownBy(() -> read("keycloak:" + base + "/realms/b", Map.of()))
        .hasMessageContaining("KEYCLOAK_TOKEN");
  }

  @Test
  void anAdministratorOfAnotherRealmLogsInByPassword() throws Exception {
    List<String> forms = new ArrayList<>();
    server.createContext(
        "/realms/master/protocol/openid-connect/token",
        exchange -> {
          forms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          answer(exchange, 200, "{\"access_token\":\"t-1\"}");
        });
    server.createContext("/admin/realms/b/users", exchange -> answer(exchange, 200, users(0, 2)));

    assertThat(
            read(
                "keycloak:" + base + "/realms/b/",
                Map.of(
                    "KEYCLOAK_REALM", "master",
                    "KEYCLOAK_USERNAME", "admin",
                    "KEYCLOAK_PASSWORD", " p&w ")))
        .hasSize(2);
    assertThat(forms)
        .containsExactly("client_id=admin-cli&grant_type=password&password=+p%26w+&username=admin");
  }

  @Test
  void aTokenThatEndsBetweenPagesIsGotAnewOnce() throws Exception {
    server.createContext(
        "/realms/b/protocol/openid-connect/token",
        exchange -> answer(exchange, 200, "{\"access_token\":\"t-" + asked.size() + "\"}"));
    server.createContext(
        "/admin/realms/b/users",
        exchange -> {
          boolean first = exchange.getRequestURI().getQuery().contains("first=0&");
          boolean old = "Bearer t-0".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          if (first) {
            answer(exchange, 200, users(0, 200));
          } else {
            answer(exchange, old ? 401 : 200, old ? "" : users(200, 201));
          }
        });
    Map<String, String> client = Map.of("KEYCLOAK_CLIENT_ID", "c", "KEYCLOAK_CLIENT_SECRET", "s");

    assertThat(read("keycloak:" + base + "/realms/b", client)).hasSize(201);
    assertThat(asked).filteredOn(line -> line.contains("/token")).hasSize(2);
  }

  @Test
  void aServiceThatDoesNotPageIsNotAskedForEver() {
    server.createContext("/admin/realms/b/users", exchange -> answer(exchange, 200, users(0, 200)));
    assertThatThrownBy(() -> read("keycloak:" + base + "/realms/b", Map.of("KEYCLOAK_TOKEN", "t")))
        .hasMessageContaining("the same users again");
    assertThat(asked).hasSize(2);

    server.createContext(
        "/scim/v2/Users",
        exchange ->
            answer(
                exchange,
                200,
                "{\"totalResults\":2000000000,\"Resources\":[{\"id\":\"1\",\"userName\":\"ann\"}]}"));
    assertThatThrownBy(() -> read("scim:" + base + "/scim/v2", Map.of("SCIM_TOKEN", "t")))
        .hasMessageContaining("the same users again");
  }

  @Test
  void anAnswerThatIsNoListIsRefused() {
    server.createContext(
        "/admin/realms/b/users", exchange -> answer(exchange, 200, "{\"users\":[]}"));
    assertThatThrownBy(() -> read("keycloak:" + base + "/realms/b", Map.of("KEYCLOAK_TOKEN", "t")))
        .hasMessageContaining("is it a Keycloak?");
  }

  @Test
  void anAnswerThatNeverEndsIsGivenUp() throws Exception {
    server.createContext(
        "/trickle",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000_000);
          exchange.getResponseBody().write('[');
          exchange.getResponseBody().flush();
        });
    try (HttpClient http = HttpClient.newHttpClient()) {
      Service service = new Service(http, waited::add, Duration.ofMillis(300));
      assertThatThrownBy(
              () -> service.get(URI.create(base + "/trickle"), Service.Bearer.of("t-secret")))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("did not end its answer")
          .hasMessageNotContaining("t-secret");
    }
    assertThat(waited).isEmpty();
  }
}
