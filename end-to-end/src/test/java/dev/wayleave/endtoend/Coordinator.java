package dev.wayleave.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A coordinator started from its jar on a data directory, and what its owner asks it.
record Coordinator(Running running, Path data, String url, String key) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Coordinator start(Room room, Path data) throws IOException {
    return start(room, data, List.of());
  }

  /// @param prefix what is written before `java`, for example a shell that sets limits
  static Coordinator start(Room room, Path data, List<String> prefix) throws IOException {
    Running running = launch(room, data, prefix);
    String url = running.url();
    return new Coordinator(running, data, url, Files.readString(data.resolve("admin.key")).strip());
  }

  /// Starts one that need not become ready.
  static Running launch(Room room, Path data, List<String> prefix) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Room.JAVA,
            // Starts count here, not the hundredth request.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            Room.SERVER_JAR.toString()));
    Map<String, String> environment =
        Map.of(
            "WAYLEAVE_DATA", data.toString(),
            // A port that is chosen before it is bound may be gone by then.
            "WAYLEAVE_LISTEN", "127.0.0.1:0",
            "WAYLEAVE_METRICS_LISTEN", "off");
    return room.start(room.folder(), environment, command);
  }

  int port() {
    return URI.create(url).getPort();
  }

  /// This coordinator as an endpoint.
  String endpoint() {
    return "wayleave:" + url;
  }

  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1alpha" + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString());
    }
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send("GET", path, "");
    if (response.statusCode() != 200) {
      throw new IOException(path + " answered " + response.statusCode() + response.body());
    }
    return JSON.readTree(response.body());
  }

  /// Counts and digests of all that it holds; not its version, which counts the ways there too.
  JsonNode kinds() throws IOException, InterruptedException {
    return get("/state").path("kinds");
  }

  /// The command with this coordinator's key.
  Cli cli(Room room) {
    return Cli.in(room).with("WAYLEAVE_API_KEY", key);
  }

  /// The migrations that are applied now, newest first.
  List<String> applied() throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    for (JsonNode migration : get("/migrations")) {
      if (migration.path("state").asText().equals("applied")) {
        ids.add(migration.path("id").asText());
      }
    }
    return ids;
  }

  /// Takes back all that was applied.
  void rollBackAll() throws IOException, InterruptedException {
    for (String id : applied()) {
      HttpResponse<String> response = send("POST", "/migrations/" + id + "/rollback", "");
      if (response.statusCode() != 200) {
        throw new IOException("rollback answered " + response.statusCode() + response.body());
      }
    }
  }
}
