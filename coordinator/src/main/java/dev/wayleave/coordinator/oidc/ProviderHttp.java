package dev.wayleave.coordinator.oidc;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Asks providers: each answer has a deadline as a whole and a size, and none may send on to
/// somewhere else, where a client secret would go with it.
///
/// The message of an exception is a clause for a sentence, and holds nothing that was sent.
final class ProviderHttp implements HTTPRequestSender, ResourceRetriever, AutoCloseable {
  private static final int OK = 200;

  private final HttpClient client;
  private final OidcLimits limits;

  ProviderHttp(OidcLimits limits) {
    this.limits = limits;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(limits.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public HTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
    HttpRequest.Builder asked = builder(request.getURI());
    request.getHeaderMap().forEach((name, values) -> values.forEach(v -> asked.header(name, v)));
    String body = request.getBody();
    asked.method(
        request.getMethod().name(),
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    HttpResponse<String> answer = send(asked.build());
    HTTPResponse response = new HTTPResponse(answer.statusCode());
    answer
        .headers()
        .map()
        .forEach((name, values) -> response.setHeader(name, values.toArray(String[]::new)));
    response.setBody(answer.body());
    return response;
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    try {
      HttpResponse<String> answer = send(builder(url.toURI()).build());
      if (answer.statusCode() != OK) {
        throw new IOException("it answers " + answer.statusCode());
      }
      return new Resource(answer.body(), answer.headers().firstValue("content-type").orElse(""));
    } catch (URISyntaxException e) {
      throw new IOException("its address is not a URL", e);
    }
  }

  private HttpRequest.Builder builder(URI uri) throws IOException {
    try {
      return HttpRequest.newBuilder(uri).timeout(limits.timeout());
    } catch (IllegalArgumentException e) {
      throw new IOException("its address is not a URL of http or https", e);
    }
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofString(), limits.answerBytes()));
    try {
      // The request's own time-out ends with the headers; a body may drip.
      return answer.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException(tooSlow(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the coordinator is stopping", e);
    } finally {
      answer.cancel(true);
    }
  }

  private String reason(@Nullable Throwable cause) {
    return switch (cause) {
      case java.net.http.HttpTimeoutException _ -> tooSlow();
      case ConnectException _ -> "it cannot be reached";
      case SSLException _ -> "its certificate is not believed or its TLS is not understood";
      case null, default -> "the connection ended, or its answer was too long";
    };
  }

  private String tooSlow() {
    return "it does not answer within " + limits.timeout().toSeconds() + " s";
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
