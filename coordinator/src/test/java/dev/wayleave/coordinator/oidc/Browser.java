package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.testkit.provider.OidcProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// Keeps cookies of one server, and goes only where it is told to.
final class Browser implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final LoginServer server;
  final Map<String, String> cookies = new TreeMap<>();

  Browser(LoginServer server) {
    this.server = server;
  }

  HttpResponse<String> get(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.own() + path)).timeout(DEADLINE);
    cookies.forEach((name, value) -> request.header("cookie", name + "=" + value));
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer.headers().allValues("set-cookie").forEach(this::keep);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", e);
    }
  }

  private void keep(String cookie) {
    String pair = cookie.split(";", 2)[0];
    int at = pair.indexOf('=');
    String value = pair.substring(at + 1);
    if (value.isEmpty()) {
      cookies.remove(pair.substring(0, at));
    } else {
      cookies.put(pair.substring(0, at), value);
    }
  }

  /// Where a provider's button leads.
  URI begin(String path) {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(302);
    return location(answer);
  }

  static URI location(HttpResponse<?> answer) {
    return URI.create(answer.headers().firstValue("location").orElseThrow());
  }

  /// To the provider and back, up to what the callback answers.
  HttpResponse<String> logIn(String path, OidcProvider provider) {
    return comeBack(provider.visit(begin(path)));
  }

  HttpResponse<String> comeBack(URI callback) {
    return get(callback.getRawPath() + "?" + callback.getRawQuery());
  }

  String whoAmI() {
    return get("/account").body();
  }

  @Override
  public void close() {
    client.close();
  }
}
