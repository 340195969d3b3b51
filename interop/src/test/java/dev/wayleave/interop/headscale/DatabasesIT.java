package dev.wayleave.interop.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.interop.PackagedCommand;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.testkit.database.SharedCluster;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.fixture.SchemaRecording;
import dev.wayleave.testkit.fixture.ServerReport;
import dev.wayleave.testkit.seed.Breadth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A database goes to another engine and another release in one step, and the real server of that
/// release lists what the source's own server listed.
@Tag("interop")
class DatabasesIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final List<String> SETS =
      Stream.of(Fixtures.SQLITE_SETS, Fixtures.POSTGRES_SETS).flatMap(List::stream).toList();

  private static final String OF_22 = "0-22-3-to-0-23-0-routes-are-dropped-2063_dump.sql";

  static final List<String> OLD =
      Breadth.of(
          List.of(OF_22),
          List.of(
              OF_22,
              "from_nblock_db01__0.14.0__0.24.0.sql",
              "0-23-0-to-0-24-0-no-more-special-types_dump.sql",
              "failing-node-preauth-constraint_dump.sql"));

  @TempDir private Path room;

  static Stream<Arguments> moves() {
    List<Arguments> usual =
        List.of(
            Arguments.of("0.27.1-sqlite", HeadscaleRelease.V0_29, Engine.POSTGRES),
            Arguments.of("0.28.0-postgres", HeadscaleRelease.V0_29, Engine.SQLITE));
    return Breadth.of(usual, everyMove()).stream();
  }

  private static List<Arguments> everyMove() {
    List<Arguments> all = new ArrayList<>();
    for (String set : SETS) {
      for (HeadscaleRelease release : HeadscaleRelease.values()) {
        for (Engine engine : Engine.values()) {
          all.add(Arguments.of(set, release, engine));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("moves")
  void theReleasesOwnServerListsWhatTheSourcesListed(
      String set, HeadscaleRelease release, Engine engine) throws Exception {
    try (FixtureCopy source = FixtureCopy.of(set, room);
        EmptyServer target = EmptyServer.of(release, engine, room)) {
      Answer applied =
          wayleave(
              "apply",
              "--from",
              from(source, engine),
              "--to",
              target.endpoint(),
              "--schema",
              release.line(),
              "--tagged-owner",
              "frank",
              "--accept",
              "DESCRIPTION_LOST",
              "--accept",
              "POLICY_RULE_LOST",
              "--accept",
              "POLICY_RULE_NARROWER",
              "--yes");
      assertThat(applied.status()).as("%s%s", applied.out(), applied.err()).isZero();
      List<String> written = notes(target);

      target.server().start();
      ServerReport listed = ServerListing.of(release, target.server()::json);
      ServerReport was = ServerReport.of(set);
      assertThat(was.nodes()).hasSizeGreaterThan(30);
      assertThat(target.server().log()).contains(release.version());
      ReleaseSpelling spelling = new ReleaseSpelling(lineOf(set), release);
      assertSame(listed.users(), spelling.users(was.users()));
      assertSame(
          listed.nodes(), isOf(set, release, engine) ? was.nodes() : spelling.nodes(was.nodes()));
      assertSame(listed.preAuthKeys(), spelling.preAuthKeys(was.preAuthKeys()));
      assertSame(listed.apiKeys(), spelling.apiKeys(was.apiKeys()));

      target.server().stop();
      assertThat(notes(target)).isEqualTo(written);
    }
  }

  /// Whether rows go back to what they came from, and so as they were.
  private static boolean isOf(String set, HeadscaleRelease release, Engine engine) {
    return set.equals(release + (engine == Engine.SQLITE ? "-sqlite" : "-postgres"));
  }

  /// That of `0.28.0-postgres` is `0.28`.
  private static String lineOf(String set) {
    return set.substring(0, set.indexOf('.', 2));
  }

  /// PostgreSQL keeps microseconds.
  private static void assertSame(List<String> listed, List<String> was) {
    List<String> missing = new ArrayList<>(ServerListing.micros(was));
    missing.removeAll(ServerListing.micros(listed));
    List<String> more = new ArrayList<>(ServerListing.micros(listed));
    more.removeAll(ServerListing.micros(was));
    assertThat(more).as("listed now, but not by the source").isEqualTo(missing);
    assertThat(listed).hasSameSizeAs(was);
  }

  /// Seven upgrades of Headscale's own are one step here.
  @ParameterizedTest
  @FieldSource("OLD")
  void theNewestServerListsWhatADatabaseOfAnOldReleaseHolds(String dump) throws Exception {
    Path file = Fixtures.sqlite(dump, room.resolve("old.sqlite"));
    Inventory held =
        DatabaseSource.sqlite(file, Files.createDirectory(room.resolve("tmp")))
            .read(Progress.SILENT)
            .inventory();
    assertThat(held.nodes()).isNotEmpty();
    try (EmptyServer target = EmptyServer.of(HeadscaleRelease.V0_29, Engine.POSTGRES, room)) {
      Answer applied =
          wayleave(
              "apply",
              "--from",
              "headscale+sqlite:" + file,
              "--to",
              target.endpoint(),
              "--schema",
              "0.29",
              "--yes");
      assertThat(applied.status()).as("%s%s", applied.out(), applied.err()).isZero();

      target.server().start();
      ServerReport listed = ServerListing.of(HeadscaleRelease.V0_29, target.server()::json);
      assertSame(listed.users(), ServerReport.users(held));
      assertSame(listed.nodes(), ServerReport.nodes(held));
      assertSame(listed.preAuthKeys(), ServerReport.preAuthKeys(held));
    }
  }

  /// On the way to SQLite, databases of PostgreSQL are read from their dumps.
  private static String from(FixtureCopy source, Engine engine) {
    return engine == Engine.SQLITE ? source.dump().orElse(source.endpoint()) : source.endpoint();
  }

  private Answer wayleave(String... arguments) throws Exception {
    return Answer.of(
        PackagedCommand.wayleave(arguments),
        Map.of("PGPASSWORD", SharedCluster.get().password()),
        room,
        LIMIT);
  }

  private static List<String> notes(EmptyServer server) throws SQLException {
    try (Connection connection = server.connect()) {
      return SchemaRecording.of(connection);
    }
  }
}
