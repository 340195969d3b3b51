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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// Asks a service for JSON, with a bound on what it may answer and on how often it is asked.
///
/// It follows no redirect, so that a credential goes nowhere but where somebody sent it.
final class Service {
  private static final int LARGEST = 32 << 20;
  private static final int ATTEMPTS = 6;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration WHOLE = Duration.ofMinutes(5);
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

  private final HttpClient http;
  private final PeopleReader.Pause pause;
  private final Duration whole;

  Service(HttpClient http, PeopleReader.Pause pause) {
    this(http, pause, WHOLE);
  }

  /// @param whole how long an answer may take to its last byte
  Service(HttpClient http, PeopleReader.Pause pause, Duration whole) {
    this.http = http;
    this.pause = pause;
    this.whole = whole;
  }

  /// A credential that may have an end.
  interface Bearer {
    String token() throws InputException;

    /// Gives the next one up to be got; false where there is none.
    boolean renew();

    static Bearer of(String token) {
      return new Bearer() {
        @Override
        public String token() {
          return token;
        }

        @Override
        public boolean renew() {
          return false;
        }
      };
    }
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

  JsonNode get(URI url, Bearer bearer) throws InputException {
    Answer answer = settled(question(url, bearer.token()));
    return read(
        url,
        answer.status() == UNAUTHORIZED && bearer.renew()
            ? settled(question(url, bearer.token()))
            : answer);
  }

  private static HttpRequest question(URI url, String token) {
    return HttpRequest.newBuilder(url)
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json, application/scim+json")
        .build();
  }

  JsonNode post(URI url, Map<String, String> form) throws InputException {
    String body =
        new TreeMap<>(form)
            .entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    return read(
        url,
        settled(
            HttpRequest.newBuilder(url)
                .timeout(ANSWER)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String where(URI url) {
    return url.getScheme() + "://" + url.getAuthority() + url.getPath();
  }

  private static JsonNode read(URI url, Answer answer) throws InputException {
    if (answer.status() == OK) {
      return JsonPeople.parse(where(url), answer.body());
    }
    throw refused(where(url), answer.status());
  }

  /// An answer that is no plea for patience.
  private Answer settled(HttpRequest request) throws InputException {
    String where = where(request.uri());
    for (int attempt = 1; ; attempt++) {
      try {
        Answer answer = inTime(request, where);
        if (!PASSING.contains(answer.status()) || attempt == ATTEMPTS) {
          return answer;
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

  /// A time-out of the client ends with the head of an answer, and a body may trickle for ever.
  private Answer inTime(HttpRequest request, String where)
      throws IOException, InterruptedException, InputException {
    FutureTask<Answer> task = new FutureTask<>(() -> once(request, where));
    Thread.ofVirtual().start(task);
    try {
      return task.get(whole.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new InputException(
          "%s did not end its answer within %d seconds; give a file."
              .formatted(where, whole.toSeconds()),
          e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case InputException refusal -> throw refusal;
        case null, default -> throw new IllegalStateException("asking " + where, e);
      }
    } finally {
      task.cancel(true);
    }
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
          case UNAUTHORIZED -> "does not take the credential (HTTP 401); check name and secret";
          case 403 ->
              "does not let the credential list users (HTTP 403); give it the right to view them";
          case 404 -> "is not there (HTTP 404); check the address";
          default ->
              (status / 100 == 3 ? "sends elsewhere, where nothing is asked" : "refuses")
                  + " (HTTP %d)".formatted(status);
        };
    return new InputException(where + " " + what + ".");
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
