package dev.wayleave.interop.headscale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.headscale.HeadscaleSource;
import dev.wayleave.interop.GoTool;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.fixture.ServerReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A Headscale is read while it runs, is written to, and after it stopped.
@Tag("interop")
class RunningHeadscaleInteropTest {
  private static final String SET = "0.29.2-sqlite";

  /// How much is written at least while readings are taken.
  private static final int FEWEST_STEPS = 48;

  /// Between how many states readings must have been taken; fewer would say little.
  private static final int STATES_TO_SEE = 10;

  private static final List<String> COMPLAINTS =
      List.of("database is locked", "database table is locked", "SQLITE_BUSY", "panic:");

  private static @Nullable HeadscaleServer started;

  @BeforeAll
  static void build(@TempDir Path room) throws Exception {
    started = new HeadscaleServer(GoTool.HEADSCALE.binary(), SET, room);
  }

  @BeforeEach
  void run() throws IOException {
    server().start();
  }

  @AfterAll
  static void end() {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void readsWhatTheRunningServerSays(@TempDir Path temporary) throws Exception {
    assertThat(server().log()).contains("version=v0.29.2");
    String name = "in-the-log-only";
    server().json("users", "create", name);
    Map<String, String> before = stamps();

    Reading reading = read(temporary);

    assertThat(server().database().resolveSibling("db.sqlite-wal")).isNotEmptyFile();
    assertThat(content().contains(name)).as("the name is in the database file").isFalse();
    assertThat(reading.inventory().users()).extracting(User::name).contains(name);
    assertThat(exceptSharedMemory(stamps())).isEqualTo(exceptSharedMemory(before));
    assertReads(server().report(), reading);
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void everyReadingOfABusyServerIsOneMoment(@TempDir Path temporary) throws Exception {
    Inventory before = read(temporary).inventory();
    Set<String> files = stamps().keySet();
    Steps steps = new Steps();
    Set<Integer> seen = new TreeSet<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writer = executor.submit(() -> write(steps));
      try {
        while (!writer.isDone()
            && (seen.size() < STATES_TO_SEE || steps.done().get() < FEWEST_STEPS)) {
          int least = steps.done().get();
          int reached = stepsIn(read(temporary).inventory(), before);
          assertThat(reached).isBetween(least, steps.begun().get());
          seen.add(reached);
        }
      } finally {
        steps.enough().set(true);
      }
      writer.get();
    }
    assertThat(stepsIn(read(temporary).inventory(), before)).isEqualTo(steps.done().get());
    assertThat(stamps().keySet()).isEqualTo(files);
    assertThat(server().log()).doesNotContain(COMPLAINTS);
  }

  @Test
  void readsTheSameAfterTheServerStopped(@TempDir Path temporary) throws Exception {
    server().json("users", "create", "before-the-stop");
    ServerReport report = server().report();
    Inventory running = read(temporary).inventory();
    assertThat(server().stop()).as("exit code").isZero();
    Map<String, String> before = stamps();
    String content = content();

    Reading stopped = read(temporary);

    assertReads(report, stopped);
    assertThat(stopped.inventory()).isEqualTo(running);
    assertThat(stamps()).isEqualTo(before);
    assertThat(content().equals(content)).as("the database file is unchanged").isTrue();
    assertThat(server().log()).doesNotContain(COMPLAINTS);
  }

  private static HeadscaleServer server() {
    if (started == null) {
      throw new AssertionError("the server is made before all tests");
    }
    return started;
  }

  private static Reading read(Path temporary) throws SourceException {
    return new HeadscaleSource(server().config(), Map.of(), temporary).read(Progress.SILENT);
  }

  private static void assertReads(ServerReport report, Reading reading) {
    Inventory inventory = reading.inventory();
    assertThat(inventory.source()).isEqualTo(new SourceInfo("headscale", "0.29.2", "sqlite"));
    assertThat(report.nodes()).hasSizeGreaterThan(30);
    assertThat(ServerReport.users(inventory)).isEqualTo(report.users());
    assertThat(ServerReport.nodes(inventory)).isEqualTo(report.nodes());
    assertThat(ServerReport.preAuthKeys(inventory)).isEqualTo(report.preAuthKeys());
    assertThat(ServerReport.apiKeys(inventory)).isEqualTo(report.apiKeys());
    assertThat(reading.findings())
        .noneMatch(finding -> finding.level() == Level.BLOCKER || finding.level() == Level.LOSSY);
  }

  /// Makes users and their keys by turns, so that a reading that took two tables at two moments
  /// would show a key without its user, or a user without the key of the one before.
  private static @Nullable Void write(Steps steps) throws Exception {
    for (int round = 0; !steps.enough().get(); round++) {
      steps.begun().incrementAndGet();
      JsonNode user = server().json("users", "create", busy(round));
      steps.done().incrementAndGet();
      steps.begun().incrementAndGet();
      server().json("preauthkeys", "create", "--user", user.path("id").asText());
      steps.done().incrementAndGet();
    }
    return null;
  }

  /// How far the writer has come, and whether it may end.
  private record Steps(AtomicInteger begun, AtomicInteger done, AtomicBoolean enough) {
    Steps() {
      this(new AtomicInteger(), new AtomicInteger(), new AtomicBoolean());
    }
  }

  private static String busy(int round) {
    return "busy-" + round;
  }

  /// How many steps of the writer an inventory holds, which are the first ones without a gap.
  private static int stepsIn(Inventory inventory, Inventory before) {
    Set<UserId> oldUsers = before.users().stream().map(User::id).collect(Collectors.toSet());
    Set<PreAuthKeyId> oldKeys =
        before.preAuthKeys().stream().map(PreAuthKey::id).collect(Collectors.toSet());
    List<User> users =
        inventory.users().stream().filter(user -> !oldUsers.contains(user.id())).toList();
    List<PreAuthKey> keys =
        inventory.preAuthKeys().stream().filter(key -> !oldKeys.contains(key.id())).toList();
    assertThat(users)
        .extracting(User::name)
        .isEqualTo(
            IntStream.range(0, users.size()).mapToObj(RunningHeadscaleInteropTest::busy).toList());
    assertThat(users.size() - keys.size()).isBetween(0, 1);
    assertThat(keys)
        .extracting(PreAuthKey::user)
        .isEqualTo(users.stream().limit(keys.size()).map(User::id).toList());
    return users.size() + keys.size();
  }

  /// Without the file in which the server notes its own readings, too.
  private static Map<String, String> exceptSharedMemory(Map<String, String> stamps) {
    Map<String, String> others = new TreeMap<>(stamps);
    assertThat(others.remove("db.sqlite-shm")).isNotNull();
    return others;
  }

  /// The database file without its log; only ever compared, since no one wants it printed.
  private static String content() throws IOException {
    return Files.readString(server().database(), ISO_8859_1);
  }

  /// The files of the server's folder with their size and time of change.
  private static Map<String, String> stamps() throws IOException {
    Map<String, String> stamps = new TreeMap<>();
    try (Stream<Path> files = Files.walk(server().folder())) {
      for (Path file : files.toList()) {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        stamps.put(
            server().folder().relativize(file).toString(),
            now.size() + " bytes of " + now.lastModifiedTime());
      }
    }
    return stamps;
  }
}
