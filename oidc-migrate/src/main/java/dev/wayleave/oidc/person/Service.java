package dev.wayleave.oidc.person;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.oidc.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Asks a service for JSON, with a bound on what it may answer and on how often it is asked.
///
/// It follows no redirect, so that a credential goes nowhere but where somebody sent it.
final class Service {
  private static final int LARGEST = 32 << 20;
  private static final int ATTEMPTS = 6;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

  private final HttpClient http;
  private final PeopleReader.Pause pause;

  Service(HttpClient http, PeopleReader.Pause pause) {
    this.http = http;
    this.pause = pause;
  }

  /// Reads an address to which a credential may be sent.
  static URI address(String text) throws InputException {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new InputException(Quoted.of(text) + " is no address; write https://HOST/PATH.", e);
    }
    String host = url.getHost() == null ? "" : url.getHost();
    boolean here = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    boolean secure = "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && here);
    if (host.isEmpty() || !secure || url.getRawUserInfo() != null) {
      throw new InputException(
          Quoted.of(host.isEmpty() ? text : host)
              + " is not asked: write https://HOST/PATH without a password; http is taken for this"
              + " machine only, as the credential would cross the network unencrypted.");
    }
    return url;
  }

  JsonNode get(URI url, String token) throws InputException {
    return answer(
        HttpRequest.newBuilder(url)
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json, application/scim+json")
            .build());
  }

  JsonNode post(URI url, Map<String, String> form) throws InputException {
    String body =
        new TreeMap<>(form)
            .entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    return answer(
        HttpRequest.newBuilder(url)
            .timeout(ANSWER)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private JsonNode answer(HttpRequest request) throws InputException {
    String where = request.uri().getHost() + request.uri().getPath();
    for (int attempt = 1; ; attempt++) {
      try {
        Answer answer = once(request, where);
        if (answer.status() == 200) {
          return JsonPeople.parse(where, answer.body());
        }
        if (!PASSING.contains(answer.status()) || attempt == ATTEMPTS) {
          throw refused(where, answer.status());
        }
        pause.wait(answer.retryAfter(attempt));
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new InputException(
              where + " does not answer; check the address and the connection.", e);
        }
        pauseAfter(attempt, where);
      } catch (InterruptedException e) {
        throw interrupted(where, e);
      }
    }
  }

  private void pauseAfter(int attempt, String where) throws InputException {
    try {
      pause.wait(Duration.ofSeconds(attempt));
    } catch (InterruptedException e) {
      throw interrupted(where, e);
    }
  }

  private static InputException interrupted(String where, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new InputException("Asking " + where + " was interrupted; start again.", e);
  }

  private Answer once(HttpRequest request, String where)
      throws IOException, InterruptedException, InputException {
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      byte[] body = in.readNBytes(LARGEST + 1);
      if (body.length > LARGEST) {
        throw new InputException(
            "%s answers more than %d MiB, which is not taken; give a file."
                .formatted(where, LARGEST >> 20));
      }
      return new Answer(
          response.statusCode(),
          new String(body, StandardCharsets.UTF_8),
          response.headers().firstValue("Retry-After").orElse(""));
    }
  }

  private static InputException refused(String where, int status) {
    String what =
        switch (status) {
          case 401 -> "does not take the credential";
          case 403 -> "does not let the credential list users";
          case 404 -> "is not there; check the address";
          default -> status / 100 == 3 ? "sends elsewhere, where nothing is asked" : "refuses";
        };
    return new InputException("%s %s (HTTP %d).".formatted(where, what, status));
  }

  /// @param said what the header `Retry-After` says
  private record Answer(int status, String body, String said) {
    Duration retryAfter(int attempt) {
      Duration wait =
          said.matches("[0-9]{1,6}")
              ? Duration.ofSeconds(Long.parseLong(said))
              : Duration.ofSeconds(1L << attempt);
      return wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
    }
  }
}
