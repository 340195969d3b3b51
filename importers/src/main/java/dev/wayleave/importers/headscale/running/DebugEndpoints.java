package dev.wayleave.importers.headscale.running;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.tailnet.cutover.RunningState;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks the listener that a Headscale has for its metrics; its debug endpoints answer who comes
/// from the same machine or a private network.
public final class DebugEndpoints {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI metrics;

  /// @param metrics where the listener is, without a path
  public DebugEndpoints(URI metrics) {
    this.metrics = metrics;
  }

  /// Where the listener of a configuration is reached from this machine; nothing where it is off.
  ///
  /// @param listen the setting `metrics_listen_addr`
  public static Optional<URI> of(@Nullable String listen) {
    String address = listen == null ? "127.0.0.1:9090" : listen;
    int colon = address.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String host = address.substring(0, colon);
    boolean every = host.isEmpty() || host.equals("0.0.0.0") || host.equals("[::]");
    try {
      return Optional.of(
          URI.create("http://" + (every ? "127.0.0.1" : host) + address.substring(colon)));
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  /// What the server says; each part that it does not answer is left open.
  ///
  /// @param nodes what it lists as its nodes, where it was asked already
  public RunningState state(@Nullable List<RunningNode> nodes) {
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
      JsonNode sent = json(http, "mapresponses");
      String counts = text(http, "nodestore", "text/plain");
      Map<Long, Integer> peers = counts == null ? Map.of() : DebugAnswers.peerCounts(counts);
      return new RunningState(
          nodes == null ? null : told(nodes),
          read(json(http, "filter"), DebugAnswers::filter),
          sent == null ? Map.of() : DebugAnswers.filters(sent),
          read(json(http, "ssh"), DebugAnswers::ssh),
          peers.isEmpty() ? null : peers,
          sent == null ? Map.of() : DebugAnswers.peers(sent),
          read(json(http, "config"), DebugAnswers::dns),
          read(json(http, "derp"), DebugAnswers::relays),
          text(http, "policy", "text/plain"));
    }
  }

  /// What a server says of its nodes that has no debug endpoints.
  public static Map<Long, RunningState.Told> told(List<RunningNode> nodes) {
    Map<Long, RunningState.Told> told = new HashMap<>();
    for (RunningNode node : nodes) {
      told.put(
          node.id(),
          new RunningState.Told(
              node.machineKey(),
              node.addresses(),
              node.givenName(),
              node.tags(),
              node.approvedRoutes(),
              node.expiry()));
    }
    return told;
  }

  private static <T> @Nullable T read(@Nullable JsonNode answer, Function<JsonNode, T> reader) {
    try {
      return answer == null ? null : reader.apply(answer);
    } catch (IllegalArgumentException e) {
      // An address or a port that is none: this part stays unchecked, and that is said.
      return null;
    }
  }

  private @Nullable JsonNode json(HttpClient http, String what) {
    String text = text(http, what, "application/json");
    try {
      JsonNode json = text == null ? null : JSON.readTree(text);
      return json != null && json.isContainerNode() ? json : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private @Nullable String text(HttpClient http, String what, String type) {
    HttpRequest request =
        HttpRequest.newBuilder(metrics.resolve("/debug/" + what))
            .timeout(ANSWER)
            .header("Accept", type)
            .GET()
            .build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(HttpServer.MAX_BYTES);
        return response.statusCode() == 200 ? new String(bytes, StandardCharsets.UTF_8) : null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (IOException e) {
      // What does not answer stays unchecked, and that is said.
      return null;
    }
  }
}
