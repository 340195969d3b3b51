package dev.wayleave.exporters.headscale.oddities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.HeadscaleOptions;
import dev.wayleave.exporters.headscale.HeadscaleTarget;
import dev.wayleave.exporters.headscale.row.InventoryRows;
import dev.wayleave.exporters.headscale.row.RowOptions;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchemas;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.exporters.headscale.store.DatabasePlace;
import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.database.TemplateDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A database where a way ends, and where the next one may begin.
final class Destination implements AutoCloseable {
  private final HeadscaleSchema schema;
  private final Path file;
  private final @Nullable Database copy;

  private Destination(HeadscaleSchema schema, Path file, @Nullable Database copy) {
    this.schema = schema;
    this.file = file;
    this.copy = copy;
  }

  /// Nothing is there yet.
  static Destination of(SchemaRelease release, Engine engine, Path folder) {
    return at(release, engine, folder.resolve("written.db"));
  }

  private static Destination at(SchemaRelease release, Engine engine, Path file) {
    return new Destination(
        HeadscaleSchemas.of(release, engine),
        file,
        engine == Engine.POSTGRES ? Empty.TEMPLATE.copy() : null);
  }

  /// A file that is there.
  static Destination existing(SchemaRelease release, Path file) {
    return new Destination(HeadscaleSchemas.of(release, Engine.SQLITE), file, null);
  }

  /// Nothing yet, on the other engine.
  Destination other() {
    Engine engine = schema.engine() == Engine.SQLITE ? Engine.POSTGRES : Engine.SQLITE;
    return at(schema.release(), engine, file.resolveSibling("written-on.db"));
  }

  HeadscaleTarget target() {
    return new HeadscaleTarget(
        place(),
        new HeadscaleOptions(schema, new InventoryRows(), new RowOptions(null), PolicyMeaning.ASK),
        InstantSource.system(),
        new SecureRandom());
  }

  private DatabasePlace place() {
    if (copy == null) {
      return DatabasePlace.sqlite(file, file.resolveSibling("temporary"));
    }
    int port = URI.create(copy.jdbcUrl().substring("jdbc:".length())).getPort();
    return DatabasePlace.postgres(
        new PostgresAddress("127.0.0.1", port, copy.name(), copy.user(), "disable", null),
        PostgresPassword.of(SecretText.of(copy.password())));
  }

  Reading read() throws SourceException {
    return new DatabaseSource(place().source(), PolicyMeaning.ASK).read(Progress.SILENT);
  }

  void run(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /// The first column of what a query finds; `null` as a word.
  List<String> ask(String query) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        answers.add(String.valueOf(row.getString(1)));
      }
    }
    return answers;
  }

  private Connection connect() throws SQLException {
    return copy == null ? DriverManager.getConnection("jdbc:sqlite:" + file) : copy.connect();
  }

  /// Every reference finds its row, and no table is there that the release does not make.
  void check() throws SQLException {
    if (copy == null) {
      assertThat(ask("PRAGMA foreign_key_check")).isEmpty();
      assertThat(ask("PRAGMA integrity_check")).containsExactly("ok");
    } else {
      assertThat(ask("SELECT conname FROM pg_constraint WHERE NOT convalidated")).isEmpty();
    }
    String missing =
        "SELECT count(*) FROM %s WHERE %s IS NOT NULL AND %s NOT IN (SELECT id FROM %s)";
    assertThat(ask(missing.formatted("nodes", "user_id", "user_id", "users"))).containsExactly("0");
    assertThat(ask(missing.formatted("nodes", "auth_key_id", "auth_key_id", "pre_auth_keys")))
        .containsExactly("0");
    assertThat(ask(missing.formatted("pre_auth_keys", "user_id", "user_id", "users")))
        .containsExactly("0");
    assertThat(tables()).isEqualTo(expectedTables());
  }

  Set<String> tables() throws SQLException {
    return new TreeSet<>(
        ask(
            copy == null
                ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
                    + " ESCAPE '\\'"
                : "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"));
  }

  private Set<String> expectedTables() {
    Set<String> expected = new TreeSet<>();
    schema.tables().stream().map(TableShape::name).forEach(expected::add);
    schema.bookkeeping(Instant.EPOCH).stream().map(RawRow::table).forEach(expected::add);
    return expected;
  }

  @Override
  public void close() {
    if (copy != null) {
      Empty.TEMPLATE.drop(copy);
    }
  }

  /// Started only where a test asks for PostgreSQL.
  private static final class Empty {
    static final TemplateDatabase TEMPLATE = TemplateDatabase.migratedBy("oddities", _ -> {});
  }
}
