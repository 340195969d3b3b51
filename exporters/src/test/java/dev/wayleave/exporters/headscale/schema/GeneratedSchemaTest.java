package dev.wayleave.exporters.headscale.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.testkit.database.Catalogue;
import dev.wayleave.testkit.fixture.SchemaRecording;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The generated databases, beside what each release itself made of an empty one.
class GeneratedSchemaTest {
  static Stream<HeadscaleSchema> schemas() {
    return Stream.of(Engine.values())
        .flatMap(engine ->
            Stream.of(SchemaRelease.values()).map(release -> HeadscaleSchemas.of(release, engine)));
  }

  /// All but the one that no server could be asked for.
  static Stream<HeadscaleSchema> recordedSchemas() {
    return schemas()
        .filter(schema ->
            schema.release() != SchemaRelease.V0_30_DEV || schema.engine() == Engine.SQLITE);
  }

  @ParameterizedTest
  @MethodSource("recordedSchemas")
  void makesWhatTheReleaseItselfMakes(HeadscaleSchema schema) throws Exception {
    try (MadeDatabase made = MadeDatabase.of(schema)) {
      String name =
          schema.release().label() + (schema.engine() == Engine.SQLITE ? "-sqlite" : "-postgres");
      assertThat(SchemaRecording.of(made.connection()))
          .containsExactlyElementsOf(SchemaRecording.recorded(name));
    }
  }

  /// Unproven beyond this: it is 0.29's database with the columns of the recorded SQLite one.
  @Test
  void unreleasedSchemaInPostgresHasTheColumnsOfTheRecordedOne() throws Exception {
    HeadscaleSchema schema = HeadscaleSchemas.of(SchemaRelease.V0_30_DEV, Engine.POSTGRES);
    try (MadeDatabase made = MadeDatabase.of(schema)) {
      assertThat(namesIn(SchemaRecording.of(made.connection())))
          .containsExactlyElementsOf(namesIn(SchemaRecording.recorded("0.30-dev-sqlite")));
    }
  }

  private static List<String> namesIn(List<String> lines) {
    return lines.stream()
        .filter(line -> line.matches("(table|  column|migration|version) .*"))
        .map(line -> line.strip().split(" ", -1))
        .map(words -> words[0] + " " + words[1])
        .toList();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void tablesAreDescribedAsTheyAreMade(HeadscaleSchema schema) throws Exception {
    try (MadeDatabase made = MadeDatabase.of(schema)) {
      List<String> described =
          schema.tables().stream()
              .flatMap(table ->
                  table.columns().stream()
                      .map(column -> "table " + table.name() + " column " + column.name()))
              .toList();
      assertThat(columnsOf(made.connection(), schema.tables()))
          .containsExactlyElementsOf(described);
    }
  }

  private static List<String> columnsOf(Connection connection, List<TableShape> tables)
      throws SQLException {
    List<String> lines = Catalogue.of(connection);
    return tables.stream()
        .flatMap(table ->
            lines.stream()
                .dropWhile(line -> !isTable(line, table.name()))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .filter(line -> line.startsWith("  column "))
                .map(line -> "table " + table.name() + " column " + line.split(" ", -1)[3]))
        .toList();
  }

  private static boolean isTable(String line, String name) {
    return line.equals("table " + name) || line.startsWith("table " + name + " ");
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void idsGoOnAfterOurs(HeadscaleSchema schema) throws Exception {
    try (MadeDatabase made = MadeDatabase.of(schema)) {
      made.execute("INSERT INTO users (id, name) VALUES (41, 'alice'), (7, 'bob')");
      made.afterRows();

      made.execute("INSERT INTO users (name) VALUES ('carol')");
      made.execute("INSERT INTO policies (data) VALUES ('{}')");

      assertThat(made.rows("SELECT id FROM users WHERE name = 'carol'")).containsExactly("42");
      assertThat(made.rows("SELECT id FROM policies")).containsExactly("1");
    }
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void idsOfDeletedRowsDoNotComeBack(HeadscaleSchema schema) throws Exception {
    try (MadeDatabase made = MadeDatabase.of(schema)) {
      made.execute("INSERT INTO users (id, name) VALUES (41, 'alice')");
      made.afterRows();
      made.execute("DELETE FROM users");
      made.afterRows();

      made.execute("INSERT INTO users (name) VALUES ('bob')");

      assertThat(made.rows("SELECT id FROM users")).containsExactly("42");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void releasesNoteThemselvesAsTheirDriverWrites(Engine engine) {
    Instant now = Instant.parse("2026-11-22T05:21:37.093532535Z");
    List<RawRow> rows = HeadscaleSchemas.of(SchemaRelease.V0_29, engine).bookkeeping(now);

    RawRow version = rows.getLast();
    assertThat(version.table()).isEqualTo("database_versions");
    assertThat(version.get("version")).isEqualTo(new RawValue.Text("v0.29.2"));
    assertThat(version.get("updated_at"))
        .isEqualTo(
            new RawValue.Text(
                switch (engine) {
                  case SQLITE -> "2026-11-22 05:21:37.093532535+00:00";
                  case POSTGRES -> "2026-11-22 05:21:37.093532+00";
                }));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void wholeSecondsHaveNoFractionInSqlite(Engine engine) {
    Instant now = Instant.parse("2026-11-22T05:21:37Z");
    RawRow version = HeadscaleSchemas.of(SchemaRelease.V0_29, engine).bookkeeping(now).getLast();
    assertThat(version.get("updated_at"))
        .isEqualTo(
            new RawValue.Text(
                switch (engine) {
                  case SQLITE -> "2026-11-22 05:21:37+00:00";
                  case POSTGRES -> "2026-11-22 05:21:37.000000+00";
                }));
  }
}
