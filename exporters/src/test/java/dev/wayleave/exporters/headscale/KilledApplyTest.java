package dev.wayleave.exporters.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.KindDigest;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.json.Digests;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget.RollbackOutcome;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import dev.wayleave.testkit.wait.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A process that is killed at any named point of an apply leaves the target as it was or complete,
/// and a second run completes it.
///
/// The named points are what applying tells its progress of.
class KilledApplyTest {
  private static final Seed SEED = Seed.printedFor("KilledApplyTest");

  /// How many of the points are tried.
  private static final int POINTS = Breadth.of(3, Integer.MAX_VALUE);

  @TempDir Path folder;

  /// What is written, and where.
  enum Kind {
    SQLITE_FILE,
    POSTGRES_DATABASE,
    SERVER_FOLDER
  }

  @ParameterizedTest
  @EnumSource
  void firstApplyIsWholeOrNothing(Kind kind) throws Exception {
    killAtSome(kind, null, source());
  }

  @ParameterizedTest
  @EnumSource
  void laterApplyIsWholeOrNothing(Kind kind) throws Exception {
    killAtSome(kind, source(), later());
  }

  static Reading source() throws Exception {
    return Edits.withPolicyInDatabase(TailnetBuilder.seeded(7).reading());
  }

  static Reading later() throws Exception {
    return Edits.withPolicyInDatabase(
        Edits.rename(TailnetBuilder.seeded(7).nodes(10).reading(), 1, "renamed"));
  }

  private void killAtSome(Kind kind, @Nullable Reading before, Reading after) throws Exception {
    List<String> points = points(kind, before, after);
    List<Integer> chosen = new ArrayList<>(IntStream.range(0, points.size()).boxed().toList());
    Collections.shuffle(chosen, new Random(SEED.value()));
    for (int point : chosen.subList(0, Math.min(POINTS, chosen.size()))) {
      try (Place place = Place.of(kind, folder.resolve("at-" + point))) {
        if (before != null) {
          apply(place.target(), before);
        }
        Map<EntityKind, KindDigest> was = digests(place.target());
        kill(place, before == null ? "source" : "later", point);
        place.settle();
        Map<EntityKind, KindDigest> found = digests(place.target());
        String where = kind + " at " + points.get(point);
        boolean kept = !found.equals(was);
        apply(place.target(), after);
        Map<EntityKind, KindDigest> whole = digests(place.target());
        assertWhole(where, kind, before != null, found, was, whole);
        assertThat(place.leftovers()).as(where).isEmpty();
        System.out.printf("killed %s: %s%n", where, kept ? "complete" : "as before");
        assertThat(place.target().plan(after, PlanOptions.CAREFUL, Progress.SILENT).plan().items())
            .as(where)
            .isEmpty();
      }
    }
  }

  /// A folder that is there already gets its database first and its files after that, which the
  /// next run completes: there each kind is whole by itself.
  private static void assertWhole(
      String where,
      Kind kind,
      boolean wasThere,
      Map<EntityKind, KindDigest> found,
      Map<EntityKind, KindDigest> was,
      Map<EntityKind, KindDigest> whole) {
    if (kind == Kind.SERVER_FOLDER && wasThere) {
      found.forEach((entities, digest) ->
          assertThat(digest).as(where).isIn(was.get(entities), whole.get(entities)));
    } else {
      assertThat(found).as(where).isIn(was, whole);
    }
  }

  private List<String> points(Kind kind, @Nullable Reading before, Reading after) throws Exception {
    List<String> points = new ArrayList<>();
    try (Place place = Place.of(kind, folder.resolve("undisturbed"))) {
      if (before != null) {
        apply(place.target(), before);
      }
      InventoryTarget target = place.target();
      InventoryTarget.Preview preview = target.plan(after, PlanOptions.CAREFUL, Progress.SILENT);
      InventoryTarget.Receipt receipt =
          target.apply(
              preview,
              Set.of(),
              (what, done, total) -> points.add(what + " " + done + "/" + total));
      assertThat(points).hasSizeGreaterThan(5);
      assertThat(target.rollback(receipt.migration(), Progress.SILENT))
          .isInstanceOf(RollbackOutcome.Done.class);
    }
    return points;
  }

  private static void apply(InventoryTarget target, Reading source) throws TargetException {
    target.apply(
        target.plan(source, PlanOptions.CAREFUL, Progress.SILENT), Set.of(), Progress.SILENT);
  }

  private static Map<EntityKind, KindDigest> digests(InventoryTarget target)
      throws TargetException {
    return Digests.of(target.read(Progress.SILENT));
  }

  private static void kill(Place place, String reading, int point) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Halting.class.getName(),
            reading,
            Integer.toString(point)));
    command.addAll(place.words());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(output).isEqualTo(Halting.KILLED);
    } finally {
      process.destroyForcibly();
    }
  }

  /// Applies, and dies at the given call of the progress.
  static final class Halting {
    static final int KILLED = 99;

    private Halting() {}

    public static void main(String[] words) throws Exception {
      Reading source = words[0].equals("source") ? source() : later();
      int[] left = {Integer.parseInt(words[1])};
      InventoryTarget target = Place.target(List.of(words).subList(2, words.length));
      target.apply(
          target.plan(source, PlanOptions.CAREFUL, Progress.SILENT),
          Set.of(),
          (_, _, _) -> {
            if (left[0]-- == 0) {
              Runtime.getRuntime().halt(KILLED);
            }
          });
    }
  }

  /// A target that another process can be told of.
  ///
  /// @param database null but for PostgreSQL
  record Place(Kind kind, Path folder, @Nullable Database database) implements AutoCloseable {
    static Place of(Kind kind, Path folder) throws Exception {
      Files.createDirectories(folder);
      return new Place(
          kind, folder, kind == Kind.POSTGRES_DATABASE ? EmptyPostgres.TEMPLATE.copy() : null);
    }

    List<String> words() {
      return database == null
          ? List.of(kind.name(), folder.toString())
          : List.of(
              kind.name(),
              Integer.toString(Targets.port(database)),
              database.name(),
              database.user(),
              database.password());
    }

    InventoryTarget target() {
      return target(words());
    }

    static InventoryTarget target(List<String> words) {
      return switch (Kind.valueOf(words.getFirst())) {
        case SQLITE_FILE -> Targets.sqlite(Path.of(words.get(1), "db.sqlite"));
        case SERVER_FOLDER -> Targets.folder(Path.of(words.get(1), "server"));
        case POSTGRES_DATABASE ->
            Targets.postgres(
                new PostgresAddress(
                    "127.0.0.1",
                    Integer.parseInt(words.get(1)),
                    words.get(2),
                    words.get(3),
                    "disable",
                    null),
                words.get(4));
      };
    }

    /// Waits until the server has noticed that its client is gone.
    void settle() {
      if (database != null) {
        Await.until(
            "nobody is connected",
            () -> {
              try (Connection connection = database.connect();
                  Statement statement = connection.createStatement();
                  ResultSet row =
                      statement.executeQuery(
                          "SELECT count(*) FROM pg_stat_activity WHERE application_name ="
                              + " 'wayleave' AND datname = current_database()")) {
                row.next();
                return row.getLong(1) == 0;
              }
            });
      }
    }

    /// Files that are neither the target nor a journal of it.
    List<String> leftovers() throws Exception {
      try (Stream<Path> files = Files.walk(folder)) {
        return files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name ->
                name.endsWith(".wayleave-new")
                    || name.endsWith(".tmp")
                    || name.contains("applying"))
            .toList();
      }
    }

    @Override
    public void close() {
      if (database != null) {
        EmptyPostgres.TEMPLATE.drop(database);
      }
    }
  }
}
