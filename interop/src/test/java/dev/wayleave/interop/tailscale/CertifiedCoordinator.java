package dev.wayleave.interop.tailscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.interop.Child;
import dev.wayleave.interop.PackagedCommand;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The packaged coordinator inside a test network, behind TLS that it ends itself.
final class CertifiedCoordinator implements AutoCloseable {
  private static final Path JAR =
      Path.of(System.getProperty("wayleave.root", ".."))
          .resolve("coordinator/target/quarkus-app/quarkus-run.jar")
          .toAbsolutePath()
          .normalize();
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
  private static final Duration ASK_LIMIT = Duration.ofSeconds(20);

  private final TestNetwork network;
  private final Path data;
  private final Path log;
  private final int port;
  private final int plainPort;
  private final Map<String, String> settings;
  private @Nullable Child running;

  /// @param settings environment variables besides those that say where it is
  CertifiedCoordinator(
      TestNetwork network, Path folder, Pebble.Ports ports, Map<String, String> settings) {
    this.network = network;
    this.data = folder.resolve("data");
    this.log = folder.resolve("coordinator.log");
    this.port = ports.tls();
    this.plainPort = ports.http();
    this.settings = settings;
  }

  /// Starts it on the same data and ports as before, and waits until it is ready.
  void start() throws IOException {
    if (!Files.exists(JAR)) {
      throw new AssertionError(JAR + " is missing; run ./mvnw verify, which packages it first");
    }
    Files.createDirectories(log.resolveSibling("."));
    String before = Files.exists(log) ? said() : "";
    ProcessBuilder builder =
        new ProcessBuilder(
            network.inside(
                List.of(
                    PackagedCommand.java(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx512m",
                    "-jar",
                    JAR.toString())));
    builder.environment().keySet().removeIf(name -> name.startsWith("WAYLEAVE_"));
    builder.environment().putAll(environment());
    builder.redirectErrorStream(true);
    Child child =
        Child.start(builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
    running = child;
    Await.until(
        "the coordinator is ready or ended",
        START_LIMIT,
        () ->
            said().substring(before.length()).contains("Wayleave is ready at ")
                || !child.process().isAlive());
    if (!child.process().isAlive()) {
      throw new AssertionError("The coordinator ended instead of starting:\n" + said());
    }
  }

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>();
    all.put("WAYLEAVE_DATA", data.toString());
    // The authority may find that localhost is ::1; nothing comes in from outside its network.
    all.put("WAYLEAVE_LISTEN", (network.hasRoute() ? "0.0.0.0:" : "127.0.0.1:") + port);
    all.put("WAYLEAVE_HTTP_PORT", Integer.toString(plainPort));
    all.put("WAYLEAVE_SERVER_URL", url());
    all.put("WAYLEAVE_METRICS_LISTEN", "off");
    all.put("WAYLEAVE_LOG", "text");
    // It ends when this pipe does, which the JVM holds, however that ends.
    all.put("WAYLEAVE_END_WITH_INPUT", "true");
    all.putAll(settings);
    return all;
  }

  /// The address that clients are given.
  String url() {
    return "https://localhost:" + port;
  }

  /// Where a test reaches its encrypted port.
  InetSocketAddress door() {
    return network.door(port);
  }

  String said() throws IOException {
    return Files.readString(log);
  }

  HttpResponse<String> get(SSLContext trust, String path) throws IOException, InterruptedException {
    return send(trust, request(path));
  }

  /// A user's key with which any number of devices log in.
  String authKey(SSLContext trust, String user) throws IOException, InterruptedException {
    JsonNode made = post(trust, "/users", "{\"name\":\"" + user + "\"}");
    String wanted = "{\"user\":%d,\"reusable\":true}".formatted(made.path("id").asLong());
    return post(trust, "/pre-auth-keys", wanted).path("key").asText();
  }

  private JsonNode post(SSLContext trust, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request("/api/v1alpha" + path);
    request.header(
        "Authorization", "Bearer " + Files.readString(data.resolve("admin.key")).strip());
    request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    HttpResponse<String> answer = send(trust, request);
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return new JsonMapper().readTree(answer.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + door().getPort() + path))
        .timeout(ASK_LIMIT);
  }

  private static HttpResponse<String> send(SSLContext trust, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trust).build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  @Override
  public void close() {
    stop();
  }

  /// Stops it, and its database with it; it may be started again.
  void stop() {
    Child child = running;
    running = null;
    if (child != null) {
      child.process().destroy();
      try {
        child.process().waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      child.close();
    }
  }
}
