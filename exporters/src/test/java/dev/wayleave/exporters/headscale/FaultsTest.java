package dev.wayleave.exporters.headscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.inventory.plan.TargetException.Reason;
import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.line.Relay;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.sqlite.util.LibraryLoaderUtil;

/// What goes wrong while a Headscale database is written: one sentence, nothing half-done, and a
/// second run completes.
class FaultsTest {
  private static final Reading SOURCE = TailnetBuilder.seeded(7).bare().reading();

  /// How many bytes have gone to PostgreSQL when the line breaks; COPY begins after some thousand.
  static final List<Long> SENT =
      Breadth.of(
          List.of(200_000L),
          List.of(1L, 600L, 3_000L, 8_000L, 12_000L, 50_000L, 200_000L, 800_000L));

  /// In blocks of 512 bytes; the whole takes some thousand.
  static final List<Integer> FILE_LIMITS =
      Breadth.of(List.of(256), List.of(0, 1, 8, 64, 256, 512, 1024, 1500));

  @TempDir Path folder;

  @ParameterizedTest(name = "after {0} bytes")
  @FieldSource("SENT")
  void lineThatBreaksInMidCopyIsOneSentenceAndLeavesNothing(long bytes) throws Exception {
    Reading large = TailnetBuilder.seeded(7).bare().nodes(2000).reading();
    Database database = EmptyPostgres.TEMPLATE.copy();
    try {
      InventoryTarget direct = Targets.postgres(database);
      try (Relay relay = new Relay(Targets.port(database), Relay.until(bytes), Relay::forEver)) {
        InventoryTarget target = Targets.postgres(database, relay.port());
        TargetException refused =
            catchThrowableOfType(TargetException.class, () -> apply(target, large));
        assertThat(relay.isCut()).isTrue();
        assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(refused.getMessage()).contains("connection").doesNotContain("\n");
      }
      assertThat(direct.read(Progress.SILENT).nodes()).isEmpty();
      apply(direct, large);
      assertThat(direct.read(Progress.SILENT).nodes()).hasSize(2000);
    } finally {
      EmptyPostgres.TEMPLATE.drop(database);
    }
  }

  @ParameterizedTest(name = "files of up to {0} blocks")
  @FieldSource("FILE_LIMITS")
  void fullDiskIsOneSentenceAndLeavesNothing(int blocks) throws Exception {
    Path file = folder.resolve("db.sqlite");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "ulimit -f " + blocks + " && exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.sqlite.lib.path=" + library(),
            "-Dorg.sqlite.lib.name=" + LibraryLoaderUtil.getNativeLibName(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Write.class.getName(),
            file.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output.strip())
          .startsWith("FAILED The database does not fit into " + folder)
          .endsWith("What was there before is untouched.")
          .doesNotContain("\n");
    } finally {
      process.destroyForcibly();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(found -> found.toString().contains("db.sqlite"))).isEmpty();
    }
    apply(Targets.sqlite(file), SOURCE);
    assertThat(Targets.sqlite(file).read(Progress.SILENT).nodes()).hasSize(8);
  }

  /// Unpacks the driver's library, which is larger than what the limited process may write.
  private Path library() throws Exception {
    String name = LibraryLoaderUtil.getNativeLibName();
    Path library = Files.createDirectories(folder.resolve("library"));
    try (InputStream in =
        Objects.requireNonNull(
            LibraryLoaderUtil.class.getResourceAsStream(
                LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name))) {
      Files.copy(in, library.resolve(name));
    }
    return library;
  }

  /// Writes to the file it is given and prints why that failed.
  static final class Write {
    private Write() {}

    public static void main(String[] words) throws Exception {
      try {
        apply(
            Targets.sqlite(Path.of(words[0])),
            TailnetBuilder.seeded(1).bare().nodes(1500).reading());
        System.out.println("it fitted");
      } catch (TargetException e) {
        System.out.println(e.reason() + " " + e.getMessage());
      }
    }
  }

  @Test
  void runningHeadscaleThatHoldsTheFileIsToldAndNothingIsWritten() throws Exception {
    Path file = folder.resolve("db.sqlite");
    InventoryTarget target = Targets.sqlite(file);
    apply(target, SOURCE);
    Reading later = Edits.rename(SOURCE, 1, "new");
    try (Connection headscale = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = headscale.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.executeUpdate("UPDATE users SET updated_at = created_at");
      TargetException refused =
          catchThrowableOfType(TargetException.class, () -> apply(target, later));
      assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
      assertThat(refused)
          .hasMessage(
              "Another program, such as a running Headscale, holds "
                  + file
                  + " open; stop it and try again. What was there before is untouched.");
    }
    apply(target, later);
    assertThat(target.read(Progress.SILENT).nodes().getFirst().givenName()).isEqualTo("new");
  }

  /// Without WAL SQLite holds a lock only while it reads or writes; the file is open all the time.
  @Test
  void idleHeadscaleWithoutWalIsToldAndNothingIsWritten() throws Exception {
    Path file = folder.resolve("db.sqlite");
    InventoryTarget target = Targets.sqlite(file);
    apply(target, SOURCE);
    Reading later = Edits.rename(SOURCE, 1, "new");
    byte[] before = Files.readAllBytes(file);
    Process idle =
        new ProcessBuilder("sh", "-c", "exec 3<>\"$0\"; echo open; read _", file.toString())
            .start();
    try {
      assertThat(idle.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("open");
      TargetException refused =
          catchThrowableOfType(TargetException.class, () -> apply(target, later));
      assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
      assertThat(refused)
          .hasMessage(
              "Another program (sh, process "
                  + idle.pid()
                  + ") holds "
                  + file
                  + " open; stop it and try again. What was there before is untouched.");
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    } finally {
      idle.getOutputStream().close();
      assertThat(idle.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    apply(target, later);
    assertThat(target.read(Progress.SILENT).nodes().getFirst().givenName()).isEqualTo("new");
  }

  @Test
  void runningHeadscaleThatIsConnectedIsToldAndNothingIsWritten() throws Exception {
    Database database = EmptyPostgres.TEMPLATE.copy();
    try {
      InventoryTarget target = Targets.postgres(database);
      apply(target, SOURCE);
      Reading later = Edits.rename(SOURCE, 1, "new");
      Properties nameless = new Properties();
      nameless.setProperty("user", database.user());
      nameless.setProperty("password", database.password());
      nameless.setProperty("assumeMinServerVersion", "9.0");
      try (Connection headscale = DriverManager.getConnection(database.jdbcUrl(), nameless);
          Statement statement = headscale.createStatement()) {
        statement.execute("SET application_name = ''");
        TargetException refused =
            catchThrowableOfType(TargetException.class, () -> apply(target, later));
        assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(refused).hasMessageContaining("running Headscale");
      }
      assertThat(target.read(Progress.SILENT).nodes().getFirst().givenName()).isNotEqualTo("new");
      apply(target, later);
    } finally {
      EmptyPostgres.TEMPLATE.drop(database);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverWritesMeanwhileWaitsOrIsRefused(Engine engine) throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      apply(database.target(), SOURCE);
      InventoryTarget target = database.target();
      InventoryTarget.Preview preview =
          target.plan(Edits.rename(SOURCE, 1, "new"), PlanOptions.CAREFUL, Progress.SILENT);
      List<String> refusals = new ArrayList<>();
      target.apply(
          preview,
          Set.of(),
          (what, _, _) -> {
            if (what.equals("changing nodes")) {
              refusals.add(intrude(database, engine));
            }
          });
      assertThat(refusals).hasSize(1).doesNotContain("written");
      assertThat(database.ask("SELECT given_name FROM nodes WHERE id = 1")).containsExactly("new");
    }
  }

  private static String intrude(TestDatabase database, Engine engine) {
    try {
      database.run(
          switch (engine) {
            case SQLITE -> "PRAGMA busy_timeout = 50";
            case POSTGRES -> "SET lock_timeout = 50";
          },
          "UPDATE nodes SET given_name = 'intruder' WHERE id = 1");
      return "written";
    } catch (SQLException e) {
      return "refused";
    }
  }

  @ParameterizedTest
  @EnumSource
  void failureAtAnyPointLeavesEverythingAsItWas(Engine engine) throws Exception {
    try (TestDatabase database = TestDatabase.of(engine, folder)) {
      List<String> points = new ArrayList<>();
      InventoryTarget probe = database.target();
      String migration =
          probe
              .apply(
                  probe.plan(SOURCE, PlanOptions.CAREFUL, Progress.SILENT),
                  Set.of(),
                  (what, _, _) -> points.add(what))
              .migration();
      probe.rollback(migration, Progress.SILENT);
      for (int point = 0; point < points.size() - 1; point++) {
        int[] left = {point};
        InventoryTarget target = database.target();
        InventoryTarget.Preview preview = target.plan(SOURCE, PlanOptions.CAREFUL, Progress.SILENT);
        assertThatThrownBy(() ->
                target.apply(
                    preview,
                    Set.of(),
                    (_, _, _) -> {
                      if (left[0]-- == 0) {
                        throw new IllegalStateException("power cut");
                      }
                    }))
            .as(points.get(point))
            .hasMessage("power cut");
        assertThat(target.read(Progress.SILENT).users()).as(points.get(point)).isEmpty();
      }
      apply(database.target(), SOURCE);
    }
  }

  @Test
  void roleThatMayNotWriteIsToldWhatItLacks() throws Exception {
    Database database = EmptyPostgres.TEMPLATE.copy();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP ROLE IF EXISTS careful_writer");
      statement.execute("CREATE ROLE careful_writer LOGIN PASSWORD 'x'");
      InventoryTarget target =
          Targets.postgres(
              new PostgresAddress(
                  "127.0.0.1",
                  Targets.port(database),
                  database.name(),
                  "careful_writer",
                  "disable",
                  null),
              "x");
      TargetException refused =
          catchThrowableOfType(TargetException.class, () -> apply(target, SOURCE));
      assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
      assertThat(refused)
          .hasMessageContaining("User careful_writer may not write")
          .hasMessageContaining("untouched");
    } finally {
      EmptyPostgres.TEMPLATE.drop(database);
    }
  }

  @Test
  void missingFolderIsTold() throws Exception {
    InventoryTarget target = Targets.sqlite(folder.resolve("no/where.sqlite"));
    TargetException refused =
        catchThrowableOfType(TargetException.class, () -> apply(target, SOURCE));
    assertThat(refused)
        .hasMessage(
            "There is no folder "
                + folder.resolve("no")
                + " to write the database into; create it.");
  }

  @Test
  void fileOfAnotherProgramIsNotWrittenTo() throws Exception {
    Path file = folder.resolve("db.sqlite");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("CREATE TABLE songs (title text)");
    }
    byte[] before = Files.readAllBytes(file);
    TargetException refused =
        catchThrowableOfType(TargetException.class, () -> apply(Targets.sqlite(file), SOURCE));
    assertThat(refused).hasMessageContaining("has the table songs");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void fileIsForItsOwnerAlone() throws Exception {
    Path file = folder.resolve("db.sqlite");
    apply(Targets.sqlite(file), SOURCE);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path found : files.filter(Files::isRegularFile).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(found)))
            .as(found.toString())
            .isEqualTo("rw-------");
      }
    }
  }

  private static void apply(InventoryTarget target, Reading source) throws TargetException {
    target.apply(
        target.plan(source, PlanOptions.CAREFUL, Progress.SILENT), Set.of(), Progress.SILENT);
  }
}
