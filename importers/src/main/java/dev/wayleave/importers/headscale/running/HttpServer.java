package dev.wayleave.importers.headscale.running;

import dev.wayleave.tailnet.model.SecretText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// A Headscale that is asked over its API, with an API key.
public final class HttpServer implements RunningServer {
  /// Room for the list of some hundred thousand nodes.
  static final int MAX_BYTES = 256 << 20;

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final URI url;
  private final SecretText key;

  /// @param url where the server is reached, without a path
  public HttpServer(URI url, SecretText key) {
    this.url = url;
    this.key = key;
  }

  @Override
  public String name() {
    return "the server at " + url;
  }

  @Override
  public List<RunningNode> nodes() throws RunningException {
    if (!"https".equals(url.getScheme()) && !THIS_MACHINE.contains(String.valueOf(url.getHost()))) {
      throw new RunningException(
          name() + " is not asked, as the API key would cross the network unencrypted");
    }
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/api/v1/node"))
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + key.reveal())
            .header("Accept", "application/json")
            .GET()
            .build();
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return read(response.statusCode(), body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunningException(name() + " was not asked to the end", e);
    } catch (IOException e) {
      throw new RunningException(name() + " cannot be reached", e);
    }
  }

  private List<RunningNode> read(int status, InputStream body)
      throws IOException, RunningException {
    if (status == 401 || status == 403) {
      throw new RunningException(name() + " does not take the API key");
    }
    if (status != 200) {
      throw new RunningException(name() + " answers " + status + " instead of its nodes");
    }
    byte[] bytes = body.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new RunningException(name() + " answers more than " + MAX_BYTES + " bytes");
    }
    return NodesJson.read(bytes, name());
  }
}
