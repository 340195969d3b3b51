package dev.wayleave.importers.headscale.running;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.control.ControlException;
import dev.wayleave.protocol.control.KeyReply;
import dev.wayleave.protocol.key.MachineKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Asks a control server for its Noise key as clients do, by `GET /key`.
public final class NoiseKeyQuestion {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private NoiseKeyQuestion() {}

  /// The key that the first of some addresses answers with.
  public static Optional<MachineKey> ask(List<URI> servers) {
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
      for (URI server : servers) {
        Optional<MachineKey> key = ask(http, server);
        if (key.isPresent()) {
          return key;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<MachineKey> ask(HttpClient http, URI server) {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/key?v=" + CapabilityVersion.OLDEST_SERVED))
            .timeout(LIMIT)
            .GET()
            .build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(KeyReply.MAX_SIZE + 1);
        return response.statusCode() == 200
            ? Optional.of(KeyReply.parse(bytes).noise())
            : Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (IOException | ControlException e) {
      // Another address may answer; that none does is a finding.
      return Optional.empty();
    }
  }
}
