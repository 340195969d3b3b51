package dev.wayleave.importers.tailscale.api;

import dev.wayleave.importers.tailscale.api.HostedClient.Received;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One request and its answer, body included, within a time.
final class Exchange {
  private static final int LONGEST_ERROR = 64 << 10;

  private Exchange() {}

  static Received send(
      HttpClient http, HttpRequest request, Duration limit, Sink body, InstantSource clock)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    // The time-out of a request ends with the headers; a body that stalls is closed from beside.
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<?> _ =
        done.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete((_, late) -> abandon(response.body(), late));
    try (InputStream in = response.body()) {
      Received received = read(response, in, body, clock);
      if (done.isCompletedExceptionally()) {
        throw new HttpTimeoutException("the answer stalls");
      }
      return received;
    } finally {
      done.complete(null);
    }
  }

  private static Received read(
      HttpResponse<InputStream> response, InputStream in, Sink body, InstantSource clock)
      throws IOException {
    int status = response.statusCode();
    String type = response.headers().firstValue("Content-Type").orElse("");
    String etag = response.headers().firstValue("ETag").orElse("");
    Reply reply;
    if (status / 100 == 2) {
      if (ErrorText.isPage(type, "")) {
        throw new Sink.PageException();
      }
      reply = new Reply(status, "", etag, body.take(in));
    } else {
      reply = new Reply(status, ErrorText.of(type, in.readNBytes(LONGEST_ERROR)), etag, 0);
    }
    return new Received(
        reply,
        Backoff.said(response.headers().firstValue("Retry-After"), clock.instant()),
        response.headers().firstValue("Location"));
  }

  private static void abandon(InputStream body, Throwable late) {
    if (late != null) {
      try {
        body.close();
      } catch (IOException e) {
        // The reader learns of the time, which is why it was closed.
      }
    }
  }

  /// Why nothing was heard, as part of a sentence.
  static String reason(IOException trouble) {
    return switch (trouble) {
      case BrokenBodyException e -> String.valueOf(e.getMessage());
      case HttpConnectTimeoutException _ -> "it does not answer";
      case HttpTimeoutException _ -> "it takes too long to answer";
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          "its name is not known here";
      case ConnectException _ -> "it cannot be reached";
      case SSLException _ -> "its certificate is not trusted or the connection is not TLS";
      default -> "the connection broke";
    };
  }

  /// A body that arrived but is not whole.
  static final class BrokenBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenBodyException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
