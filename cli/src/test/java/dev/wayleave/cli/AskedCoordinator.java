package dev.wayleave.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A REST API on loopback that always gives the same answers, and remembers what it was asked to
/// change.
///
/// What it answers stands in `answers.json`, by address; a change of one thing is answered with
/// that thing.
final class AskedCoordinator implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOTHING =
      """
      {"title": "Not Found", "status": 404, "code": "NOT_FOUND", "detail": "There is nothing."}
      """;
  private static final String API = "/api/v1alpha";

  private final HttpServer server;
  private final JsonNode answers;
  private final List<String> changes = new ArrayList<>();

  private AskedCoordinator(HttpServer server, JsonNode answers) {
    this.server = server;
    this.answers = answers;
  }

  static AskedCoordinator start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    try (InputStream file =
        Objects.requireNonNull(AskedCoordinator.class.getResourceAsStream("answers.json"))) {
      AskedCoordinator coordinator = new AskedCoordinator(server, JSON.readTree(file));
      server.createContext("/", coordinator::answer);
      server.start();
      return coordinator;
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// What it was asked to change since it was last asked for that: method, address, body.
  List<String> changes() {
    synchronized (changes) {
      List<String> taken = List.copyOf(changes);
      changes.clear();
      return taken;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String address = exchange.getRequestURI().getPath();
      String path = address.startsWith(API) ? address.substring(API.length()) : address;
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!method.equals("GET")) {
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        remember(method, path, body, match);
      }
      JsonNode answer = found(method, path);
      byte[] text = (answer == null ? NOTHING : answer.toString()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer == null ? 404 : 200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  private void remember(String method, String path, byte[] body, @Nullable String match)
      throws IOException {
    String text = "";
    if (body.length > 0 && JSON.readTree(body) instanceof ObjectNode object) {
      object.properties().removeIf(field -> field.getValue().isNull());
      text = " " + object.toString().replace("\"", "'");
    }
    synchronized (changes) {
      changes.add(method + " " + path + text + (match == null ? "" : " if " + match));
    }
  }

  /// The answer of the address; for a change, of the longest beginning of it that has one.
  private @Nullable JsonNode found(String method, String path) {
    for (String at = path; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      JsonNode answer = answers.get(method + " " + at);
      if (answer == null && (at.equals(path) || !method.equals("GET"))) {
        answer = answers.get(at);
      }
      if (answer != null) {
        return answer;
      }
    }
    return null;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
