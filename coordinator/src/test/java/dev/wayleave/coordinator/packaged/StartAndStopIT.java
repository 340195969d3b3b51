package dev.wayleave.coordinator.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.database.TemplateDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the packaged coordinator begins and ends, well and badly.
class StartAndStopIT {
  private static final TemplateDatabase FOREIGN =
      TemplateDatabase.migratedBy("occupied", StartAndStopIT::fillWithSomethingElse);

  @TempDir Path folder;

  @Test
  void theSameDataIsServedAgainAfterSigtermAndAfterKill() throws Exception {
    long version;
    String key;
    try (CoordinatorProcess first = CoordinatorProcess.start(folder, null, Map.of());
        Administrator owner = new Administrator(first.url(), first.key())) {
      key = first.key();
      assertThat(owner.send("POST", "/users", "{\"name\":\"kept\"}").statusCode()).isEqualTo(201);
      version = owner.get("/state").path("version").asLong();
      assertPrivate("admin.key");
      assertPrivate("server.url");
      assertThat(first.everythingOnStderr()).doesNotContain(key);
      assertThat(first.terminate()).isLessThan(Duration.ofSeconds(15));
    }
    try (CoordinatorProcess second = CoordinatorProcess.start(folder, null, Map.of())) {
      second.url();
      assertThat(second.errors()).doesNotContain("left behind");
      assertRefusedBeside(second.pid());
      second.kill();
    }
    try (CoordinatorProcess third = CoordinatorProcess.start(folder, null, Map.of());
        Administrator owner = new Administrator(third.url(), third.key())) {
      assertThat(third.key()).isEqualTo(key);
      assertThat(owner.get("/state").path("version").asLong()).isEqualTo(version);
      assertThat(owner.get("/users").path("items").path(0).path("name").asText()).isEqualTo("kept");
    }
  }

  private void assertRefusedBeside(long pid) throws Exception {
    assertOneSentence(CoordinatorProcess.start(folder, null, Map.of()), "process " + pid);
  }

  @Test
  void metricsAreServedByOneListenerAndByNoneWhereTheyAreOff() throws Exception {
    try (CoordinatorProcess usual = CoordinatorProcess.start(folder, null, Map.of())) {
      usual.url();
      assertThat(metricsListeners(usual)).hasSize(1);
    }
    Map<String, String> off = Map.of("WAYLEAVE_METRICS_LISTEN", "off");
    try (CoordinatorProcess without = CoordinatorProcess.start(folder, null, off);
        Administrator owner = new Administrator(without.url(), without.key())) {
      assertThat(owner.send("POST", "/users", "{\"name\":\"new\"}").statusCode()).isEqualTo(201);
      assertThat(metricsListeners(without)).isEmpty();
    }
  }

  /// There are listeners that do not speak HTTP: the transaction manager holds a port as its name.
  private static List<Integer> metricsListeners(CoordinatorProcess process) throws Exception {
    List<Integer> found = new ArrayList<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int port : process.listeners()) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
          if (http.send(request, BodyHandlers.ofString()).body().contains("jvm_memory_used")) {
            found.add(port);
          }
        } catch (IOException silent) {
          // Not this one.
        }
      }
    }
    return found;
  }

  @Test
  void aDatabaseThatIsNotThereIsOneSentence() throws Exception {
    Database nowhere = new Database("x", "jdbc:postgresql://127.0.0.1:1/x", "u", "s3cret");
    CoordinatorProcess process = CoordinatorProcess.start(folder, nowhere, Map.of());
    assertOneSentence(process, "WAYLEAVE_DB_URL");
    assertThat(process.everythingOnStderr()).doesNotContain("s3cret");
  }

  @Test
  void aDatabaseThatHoldsSomethingElseIsOneSentenceAndStaysAsItIs() throws Exception {
    Database foreign = FOREIGN.copy();
    assertOneSentence(CoordinatorProcess.start(folder, foreign, Map.of()), "brought up to date");
    FOREIGN.drop(foreign);
  }

  @Test
  void anAddressThatIsNoneIsOneSentence() throws Exception {
    assertOneSentence(
        CoordinatorProcess.start(folder, null, Map.of("WAYLEAVE_LISTEN", "nonsense")),
        "WAYLEAVE_LISTEN is \"nonsense\"");
  }

  private static void assertOneSentence(CoordinatorProcess process, String part) throws Exception {
    try (process) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.everythingOnStderr()).doesNotContain("\tat ").doesNotContain("\\tat ");
      assertThat(process.errors().lines()).hasSize(1);
      assertThat(process.errors()).contains(part).endsWith(".");
    }
  }

  private void assertPrivate(String file) throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
        .isEqualTo("rw-------");
  }

  private static void fillWithSomethingElse(Database empty) throws Exception {
    try (Connection connection = empty.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create table users (id int)");
    }
  }
}
