package dev.wayleave.interop.headscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.interop.Child;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.fixture.ServerReport;
import dev.wayleave.testkit.port.FreePort;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A real Headscale on a copy of a fixture set, on ports of its own, and its command line.
///
/// Its output lies outside the folder that it works on, in which only its own files change.
final class HeadscaleServer implements AutoCloseable {
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(30);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

  private final Path binary;
  private final Path room;
  private final Path folder;
  private final Path log;
  private final String url;
  private @Nullable Child running;

  /// @param room a folder of the test's own
  HeadscaleServer(Path binary, String set, Path room) throws IOException {
    this.binary = binary;
    this.room = room;
    this.folder = Fixtures.copySet(set, room);
    this.log = room.resolve("headscale.log");
    this.url = moveToFreePorts(config());
  }

  /// A server of its own that was never started.
  ///
  /// @param config names files relative to the server's folder, and ports of `127.0.0.1` to replace
  /// @param room a folder of the test's own
  HeadscaleServer(Path binary, String config, String folder, Path room) throws IOException {
    this.binary = binary;
    this.room = room;
    this.folder = Files.createDirectories(room.resolve(folder));
    this.log = room.resolve(folder + ".log");
    Files.writeString(config(), config);
    this.url = moveToFreePorts(config());
  }

  Path folder() {
    return folder;
  }

  Path config() {
    return folder.resolve("config.yaml");
  }

  String url() {
    return url;
  }

  Path database() {
    return folder.resolve("db.sqlite");
  }

  /// All that the server has said so far.
  String log() throws IOException {
    return Files.readString(log);
  }

  /// Starts it unless it runs, and waits until it answers.
  void start() throws IOException {
    if (running == null) {
      ProcessBuilder builder = command(List.of("serve"));
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      Child child = Child.start(builder);
      running = child;
      try (HttpClient http = HttpClient.newHttpClient()) {
        HttpRequest health =
            HttpRequest.newBuilder(URI.create(url + "/health")).timeout(START_LIMIT).build();
        Await.until(
            "Headscale answers or ended",
            START_LIMIT,
            () ->
                !child.process().isAlive()
                    || http.send(health, BodyHandlers.discarding()).statusCode() == 200);
      }
      if (!child.process().isAlive()) {
        throw new AssertionError("Headscale ended instead of starting:\n" + log());
      }
    }
  }

  /// Stops it as an operator does, and answers its exit code.
  int stop() throws IOException, InterruptedException {
    Child child = running;
    if (child == null) {
      throw new IllegalStateException("Headscale does not run");
    }
    child.process().destroy();
    if (!child.process().waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("Headscale did not stop within " + STOP_LIMIT + ":\n" + log());
    }
    close();
    return child.process().exitValue();
  }

  /// What the server says that it holds.
  ServerReport report() throws IOException, InterruptedException {
    return ServerListing.of(HeadscaleRelease.V0_29, this::json);
  }

  /// Runs a command that prints JSON, and fails unless it succeeds.
  JsonNode json(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--output", "json"));
    return new JsonMapper().readTree(run(all));
  }

  /// Runs a command and answers what it prints, and fails unless it succeeds.
  private String run(List<String> arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(room, "out-", ".txt");
    Path err = Files.createTempFile(room, "err-", ".txt");
    ProcessBuilder builder = command(arguments);
    try (Child child =
        Child.start(builder.redirectOutput(out.toFile()).redirectError(err.toFile()))) {
      boolean ended = child.process().waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!ended || child.process().exitValue() != 0) {
        throw new AssertionError(
            "headscale %s %s:\n%s%s\nIts server said:\n%s"
                .formatted(
                    String.join(" ", arguments),
                    ended ? "failed" : "did not end within " + COMMAND_LIMIT,
                    Files.readString(out),
                    Files.readString(err),
                    log()));
      }
      return Files.readString(out);
    }
  }

  private ProcessBuilder command(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of(binary.toString()));
    all.addAll(arguments);
    all.addAll(List.of("--config", config().toString()));
    ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("HEADSCALE_"));
    builder.environment().put("HOME", room.toString());
    return builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
  }

  /// Gives each address of the configuration a free port, and answers the server's URL.
  private static String moveToFreePorts(Path config) throws IOException {
    String text = Files.readString(config);
    TreeMap<String, String> ports = new TreeMap<>();
    for (String port : ADDRESS.matcher(text).results().map(found -> found.group(1)).toList()) {
      if (!ports.containsKey(port)) {
        ports.put(port, String.valueOf(FreePort.find()));
      }
    }
    String moved =
        ADDRESS.matcher(text).replaceAll(found -> "127.0.0.1:" + ports.get(found.group(1)));
    Files.writeString(config, moved);
    return moved
        .lines()
        .filter(line -> line.startsWith("server_url: "))
        .map(line -> line.substring("server_url: ".length()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    Child child = running;
    running = null;
    if (child != null) {
      child.close();
    }
  }
}
