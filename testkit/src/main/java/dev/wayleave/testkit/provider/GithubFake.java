package dev.wayleave.testkit.provider;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// A GitHub of one's own in this process, as far as logging in goes, with the shapes of its REST
/// API of 2022-11-28.
public final class GithubFake implements AutoCloseable {
  private static final String CODE = "c0de";
  private static final String TOKEN = "gho_t0ken";

  private final HttpServer server;
  private final Map<String, Object> answers = new ConcurrentHashMap<>();
  private volatile Map<String, String> lastRequest = Map.of();

  private GithubFake(HttpServer server) {
    this.server = server;
  }

  public static GithubFake start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      GithubFake fake = new GithubFake(server);
      server.createContext("/login/oauth/access_token", fake::token);
      server.createContext("/api/v3", fake::api);
      server.start();
      return fake;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// What the API answers at a path: a map, a list, or the number of an error; 404 elsewhere.
  public GithubFake says(String path, Object json) {
    answers.put(path, json);
    return this;
  }

  /// Lets somebody in who was sent to an address: where the browser is sent back.
  public URI visit(URI address) {
    lastRequest = parameters(address.getRawQuery());
    return URI.create(
        lastRequest.get("redirect_uri") + "?code=" + CODE + "&state=" + lastRequest.get("state"));
  }

  public Map<String, String> lastRequest() {
    return lastRequest;
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> request =
        parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    boolean right = CODE.equals(request.get("code"));
    // An error, too, comes with the status 200.
    send(
        exchange,
        200,
        right
            ? "{\"access_token\":\""
                + TOKEN
                + "\",\"scope\":\"read:org\",\"token_type\":\"bearer\"}"
            : "{\"error\":\"bad_verification_code\"}");
  }

  private void api(HttpExchange exchange) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + TOKEN).equals(authorization)) {
      send(exchange, 401, "{\"message\":\"Bad credentials\"}");
      return;
    }
    String path = exchange.getRequestURI().getPath().substring("/api/v3".length());
    Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
    switch (answers.get(path)) {
      case Map<?, ?> object -> {
        Map<String, Object> named = new TreeMap<>();
        object.forEach((name, value) -> named.put(String.valueOf(name), value));
        send(exchange, 200, Json.of(named));
      }
      case List<?> list -> {
        int size = Integer.parseInt(query.getOrDefault("per_page", "30"));
        int from = (Integer.parseInt(query.getOrDefault("page", "1")) - 1) * size;
        List<?> page =
            list.subList(Math.min(from, list.size()), Math.min(from + size, list.size()));
        send(exchange, 200, JSONArrayUtils.toJSONString(List.copyOf(page)));
      }
      case Integer status -> send(exchange, status, "{\"message\":\"Not now\"}");
      case null, default -> send(exchange, 404, "{\"message\":\"Not Found\"}");
    }
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> first = new TreeMap<>();
    URLUtils.parseParameters(query == null ? "" : query)
        .forEach((name, values) -> first.put(name, values.getFirst()));
    return first;
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    try (exchange) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
