package dev.wayleave.coordinator.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.database.TemplateDatabase;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Do two coordinators on one database agree, whatever happens to one of them?
class TwoProcessesIT {
  private static final int WRITES = Breadth.of(200, 1000);
  private static final int KILL_AT = WRITES / 2;
  private static final Seed SEED = Seed.printedFor("TwoProcessesIT");
  private static final TemplateDatabase EMPTY = TemplateDatabase.migratedBy("packaged", _ -> {});

  @TempDir Path folder;

  /// With and without NOTIFY, each time with chance of its own.
  static Stream<Arguments> runs() {
    return IntStream.rangeClosed(1, Breadth.of(2, 8))
        .mapToObj(part -> Arguments.of(part % 2 == 1, part));
  }

  @ParameterizedTest(name = "with NOTIFY: {0}, part {1} of the seed")
  @MethodSource("runs")
  void interleavedWritesWithOneKilledMidWayEndInEqualImages(boolean notify, int part)
      throws Exception {
    Database database = EMPTY.copy();
    Map<String, String> settings = Map.of("WAYLEAVE_NOTIFY", Boolean.toString(notify));
    Path firstData = folder.resolve("one");
    Path secondData = folder.resolve("two");
    List<AutoCloseable> open = new ArrayList<>();
    try {
      // Both at once on an empty database: they must agree on who makes the tables.
      CoordinatorProcess first = started(open, firstData, database, settings);
      CoordinatorProcess second = started(open, secondData, database, settings);
      Administrator one = administrator(open, first);
      Administrator two = administrator(open, second);
      Set<String> acknowledged = new HashSet<>();
      RandomGenerator random = SEED.part(part).generator();
      for (int i = 0; i < WRITES; i++) {
        if (i == KILL_AT) {
          second.kill();
          second = started(open, secondData, database, settings);
          // The other goes on writing while this one starts.
          for (int j = 0; j < 5; j++) {
            write(one, random, acknowledged);
          }
          two = administrator(open, second);
        }
        write(random.nextBoolean() ? one : two, random, acknowledged);
      }
      assertAgreement(one, two, acknowledged);
    } finally {
      for (AutoCloseable process : open) {
        process.close();
      }
      EMPTY.drop(database);
    }
  }

  private static CoordinatorProcess started(
      List<AutoCloseable> open, Path data, Database database, Map<String, String> settings)
      throws IOException {
    CoordinatorProcess process = CoordinatorProcess.start(data, database, settings);
    open.add(process);
    return process;
  }

  private static Administrator administrator(List<AutoCloseable> open, CoordinatorProcess process)
      throws IOException {
    String url = process.url();
    Administrator administrator = new Administrator(url, process.key());
    open.addFirst(administrator);
    return administrator;
  }

  /// A new node three times of four, else a change to one that may be gone by then.
  private static void write(
      Administrator administrator, RandomGenerator random, Set<String> acknowledged)
      throws Exception {
    int id = 1 + random.nextInt(120);
    switch (random.nextInt(8)) {
      case 0 -> {
        String body = "{\"name\":\"r%d\"}".formatted(random.nextInt(1000));
        int status = administrator.send("POST", "/nodes/" + id + "/rename", body).statusCode();
        assertThat(status).isIn(200, 404, 409);
      }
      case 1 -> {
        String body = "{\"name\":\"user-%d\"}".formatted(random.nextInt(50));
        assertThat(administrator.send("POST", "/users", body).statusCode()).isIn(201, 409);
      }
      default -> {
        String key = "nodekey:%016x%048x".formatted(random.nextLong(), 1);
        String body =
            "{\"machineKey\":\"mkey:%016x%048x\",\"nodeKey\":\"%s\",\"hostname\":\"h%d\",\"tags\":[\"tag:t\"]}"
                .formatted(random.nextLong(), 1, key, random.nextInt(30));
        assertThat(administrator.send("POST", "/nodes", body).statusCode()).isEqualTo(201);
        acknowledged.add(key);
      }
    }
  }

  private static void assertAgreement(
      Administrator one, Administrator two, Set<String> acknowledged) throws Exception {
    Await.until(
        "both show the same version",
        Duration.ofSeconds(20),
        () -> one.get("/state").path("version").equals(two.get("/state").path("version")));
    assertThat(one.get("/state")).isEqualTo(two.get("/state"));
    assertThat(one.get("/state").path("version").asLong()).isGreaterThan(100);
    JsonNode nodes = one.get("/nodes?limit=1000").path("items");
    assertThat(nodes).isEqualTo(two.get("/nodes?limit=1000").path("items"));
    Set<String> addresses = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (JsonNode node : nodes) {
      keys.add(node.path("nodeKey").asText());
      for (JsonNode address : node.path("addresses")) {
        assertThat(addresses.add(address.asText())).as("%s once", address).isTrue();
      }
    }
    assertThat(keys).isEqualTo(acknowledged);
  }
}
