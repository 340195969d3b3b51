package dev.wayleave.api.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.api.Problem;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/// Calls the REST API; every answer is a value or an [ApiException] with a sentence.
public final class CoordinatorClient implements AutoCloseable {
  static final String JSON = "application/json";
  static final String BUNDLE = "application/vnd.wayleave.bundle";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

  /// How long an answer may be silent once it has begun; coordinators write theirs in one go.
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final CoordinatorAddress address;
  private final Duration silence;
  private final HttpClient http;
  private final ObjectMapper mapper;

  public CoordinatorClient(CoordinatorAddress address) {
    this(address, SILENCE);
  }

  /// @param silence how long an answer that has begun may pause
  public CoordinatorClient(CoordinatorAddress address, Duration silence) {
    this.address = address;
    this.silence = silence;
    // HTTP/1.1 alone: an upgrade attempt would send the body of a large upload in vain.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    // A newer coordinator may send more than this client knows.
    this.mapper =
        InventoryJson.redacted()
            .mapper()
            .copy()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
  }

  public CoordinatorAddress address() {
    return address;
  }

  public MigrationClient migrations() {
    return new MigrationClient(this);
  }

  public IdentityClient identities() {
    return new IdentityClient(this);
  }

  public PolicyClient policy() {
    return new PolicyClient(this);
  }

  public AdministrationClient administration() {
    return new AdministrationClient(this);
  }

  /// Reads a JSON document.
  public <T> T get(String path, Class<T> type) throws ApiException {
    return read(send(request(path, CALL_TIMEOUT).GET().build()), type);
  }

  public <T> T get(String path, TypeReference<T> type) throws ApiException {
    return read(send(request(path, CALL_TIMEOUT).GET().build()), type);
  }

  <T> T post(String path, Object body, TypeReference<T> type) throws ApiException {
    return read(send(withBody("POST", request(path, CALL_TIMEOUT), body)), type);
  }

  <T> T delete(String path, Class<T> type) throws ApiException {
    return read(send(request(path, CALL_TIMEOUT).DELETE().build()), type);
  }

  public <T> T post(String path, Object body, Class<T> type, Duration timeout) throws ApiException {
    return send("POST", path, body, type, timeout);
  }

  public <T> T post(String path, Object body, Class<T> type) throws ApiException {
    return post(path, body, type, CALL_TIMEOUT);
  }

  /// Sends a JSON document with any method.
  public <T> T send(String method, String path, Object body, Class<T> type, Duration timeout)
      throws ApiException {
    return send(method, request(path, timeout), body, type);
  }

  <T> T send(String method, String path, Map<String, String> headers, Object body, Class<T> type)
      throws ApiException {
    HttpRequest.Builder request = request(path, CALL_TIMEOUT);
    headers.forEach(request::header);
    return send(method, request, body, type);
  }

  private <T> T send(String method, HttpRequest.Builder request, Object body, Class<T> type)
      throws ApiException {
    return read(send(withBody(method, request, body)), type);
  }

  private HttpRequest withBody(String method, HttpRequest.Builder request, Object body) {
    BodyPublisher json;
    try {
      json = BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new AssertionError("records of the API are plain data and always serialise", e);
    }
    return request.header("Content-Type", JSON).method(method, json).build();
  }

  /// Deletes, or calls any method without a body.
  public void call(String method, String path) throws ApiException {
    HttpRequest request =
        request(path, CALL_TIMEOUT).method(method, BodyPublishers.noBody()).build();
    try (InputStream body = send(request)) {
      body.skip(Long.MAX_VALUE);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  <T> T upload(String path, Supplier<InputStream> body, Class<T> type, Duration timeout)
      throws ApiException {
    HttpRequest request =
        request(path, timeout)
            .header("Content-Type", BUNDLE)
            .POST(BodyPublishers.ofInputStream(body))
            .build();
    return read(send(request), type);
  }

  InputStream download(String path, Duration timeout) throws ApiException {
    return send(request(path, timeout).header("Accept", BUNDLE).GET().build());
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + path)).timeout(timeout);
    String key = address.apiKey().reveal();
    // Who is yet to get a key has none to show.
    return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
  }

  private String base() {
    String url = address.url().toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private InputStream send(HttpRequest request) throws ApiException {
    HttpResponse<InputStream> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new ApiException(
          "No coordinator answers at " + base() + "; start it, or correct the address.", e);
    } catch (HttpTimeoutException e) {
      throw new ApiException(
          "The coordinator at " + base() + " did not answer in time; look at its log.", e);
    } catch (IOException e) {
      throw new ApiException(
          "The connection to the coordinator at "
              + base()
              + " broke; look whether it still runs, then try again.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException("The call was interrupted.", e);
    }
    // Buffered outside, so that small reads need no deadline each.
    InputStream body =
        new BufferedInputStream(new PatientStream(response.body(), address.url(), silence));
    if (response.statusCode() / 100 == 2) {
      return body;
    }
    throw refused(response.statusCode(), body);
  }

  private ApiException refused(int status, InputStream answer) {
    try (InputStream body = answer) {
      Problem problem = mapper.readValue(body, Problem.class);
      if (problem.detail() != null) {
        return new ApiException(problem);
      }
    } catch (IOException notAProblem) {
      // A proxy in between may answer with a page of its own; the status then says the most.
    }
    return new ApiException(
        Problem.of(
            status,
            "Unexpected answer",
            "UNEXPECTED_ANSWER",
            switch (status) {
              case 401 -> "The coordinator at " + base() + " does not know this API key.";
              case 403 -> "This API key may not do that at " + base() + ".";
              default ->
                  "The coordinator at " + base() + " answered with HTTP status " + status + ".";
            }));
  }

  private <T> T read(InputStream body, Class<T> type) throws ApiException {
    try (body) {
      return mapper.readValue(body, type);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private <T> T read(InputStream body, TypeReference<T> type) throws ApiException {
    try (body) {
      return mapper.readValue(body, type);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private ApiException unreadable(IOException cause) {
    if (cause instanceof StalledException) {
      return new ApiException(String.valueOf(cause.getMessage()), cause);
    }
    return new ApiException(
        "The answer of the coordinator at " + base() + " cannot be read; is it a Wayleave?", cause);
  }

  @Override
  public void close() {
    http.close();
  }
}
