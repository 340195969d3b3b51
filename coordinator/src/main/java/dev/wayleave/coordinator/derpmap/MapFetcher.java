package dev.wayleave.coordinator.derpmap;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Fetches DERP maps, and keeps the last of each on disk for a start without network.
final class MapFetcher implements AutoCloseable {
  private static final int OK = 200;

  private final HttpClient client;
  private final Path folder;
  private final Duration within;

  /// @param folder where maps are kept; made when the first is
  /// @param within how long a whole fetch may take
  MapFetcher(Path folder, Duration within) {
    this.folder = folder;
    this.within = within;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(within)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /// The text at a URL; a failure's message is a clause for a sentence.
  String fetch(String url) throws IOException, InterruptedException {
    HttpRequest request;
    try {
      request = HttpRequest.newBuilder(URI.create(url)).timeout(within).build();
    } catch (IllegalArgumentException e) {
      throw new IOException("it is not a URL of http or https", e);
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MapText.MAX_CHARACTERS));
    try {
      // The request's own time-out ends with the headers; a body may drip.
      HttpResponse<byte[]> response = answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != OK) {
        throw new IOException("the answer was " + response.statusCode());
      }
      return new String(response.body(), StandardCharsets.UTF_8);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException("it took longer than " + within.toSeconds() + " s", e);
    } finally {
      answer.cancel(true);
    }
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause == null) {
      return "no reason is known";
    }
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  /// What was kept of a URL the last time.
  Optional<String> kept(String url) {
    try {
      Path file = file(url);
      return Files.size(file) > MapText.MAX_CHARACTERS
          ? Optional.empty()
          : Optional.of(Files.readString(file));
    } catch (IOException e) {
      // Usually there is none yet; one that cannot be read is fetched again.
      return Optional.empty();
    }
  }

  void keep(String url, String text) throws IOException {
    Files.createDirectories(folder);
    Path file = file(url);
    Path fresh = Files.createTempFile(folder, ".", ".new");
    try {
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private Path file(String url) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8));
      return folder.resolve(HexFormat.of().formatHex(digest, 0, 16) + ".map");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform must provide SHA-256", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
