package dev.wayleave.exporters.headscale.identity;

import dev.wayleave.exporters.headscale.Targets;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchemas;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.exporters.headscale.store.DatabasePlace;
import dev.wayleave.exporters.headscale.store.RowSession.Company;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.database.TemplateDatabase;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.fixture.PgDumpLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A database of some release, with a cast of users whose identities are to change.
///
/// | user | | |
/// |---|---|---|
/// | 9001 | alice | two nodes |
/// | 9002, 9003 | bob, erin | each known as the other was |
/// | 9004, 9005 | carol twice | twins by `//`; the second has a node and a key |
/// | 9006, 9007 | dave, by hand and by a login | the first has a node, the second a key |
/// | 9008 | frank | has an odd name |
final class Specimen implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-05-04T03:02:01.123456Z");
  static final String OLD = "https://old.example/realms/a/";
  static final String NEW = "https://new.example/realms/b/";
  static final String POLICY =
      """
      {
        // Whoever alice is.
        "acls": [{"action": "accept", "src": ["alice@"], "dst": ["*:*"]}],
      }
      """;

  private static final String TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'";
  private static final String SCHEMA = "SELECT sql FROM sqlite_master ORDER BY name";
  private static final String POSTGRES_TABLES =
      "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
  private static final String SEQUENCES =
      "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'";

  private final DatabasePlace place;
  private final Path folder;
  private final @Nullable Path file;
  private final @Nullable Database database;

  private Specimen(
      DatabasePlace place, Path folder, @Nullable Path file, @Nullable Database database) {
    this.place = place;
    this.folder = folder;
    this.file = file;
    this.database = database;
  }

  /// Makes a database.
  @FunctionalInterface
  interface Source {
    Specimen in(Path folder) throws SQLException;
  }

  static Source dump(String dump) {
    return folder -> sqlite(Fixtures.sqlite(dump, folder.resolve("db.sqlite")));
  }

  static Source set(String set) {
    return set.endsWith("-sqlite")
        ? folder -> sqlite(Fixtures.copySet(set, folder).resolve("db.sqlite"))
        : folder -> {
          Database database = Empty.TEMPLATE.copy();
          try (Connection connection = database.connect()) {
            PgDumpLoader.load(connection, Fixtures.text(set, "db.sql"), "headscale");
          }
          return postgres(folder, database);
        };
  }

  /// A database as a release makes an empty one.
  static Source made(SchemaRelease release, Engine engine) {
    return folder -> {
      Specimen made =
          engine == Engine.SQLITE
              ? sqlite(folder.resolve("db.sqlite"))
              : postgres(folder, Empty.TEMPLATE.copy());
      HeadscaleSchema schema = HeadscaleSchemas.of(release, engine);
      List<String> statements = new ArrayList<>(schema.creation());
      for (RawRow row : schema.bookkeeping(NOW)) {
        statements.add(insert(row));
      }
      statements.addAll(schema.afterRows());
      made.run(statements.toArray(String[]::new));
      return made;
    };
  }

  private static String insert(RawRow row) {
    List<String> values =
        row.values().stream()
            .map(value ->
                switch (value) {
                  case RawValue.Int(long v) -> Long.toString(v);
                  case RawValue.Text(String v) -> "'" + v + "'";
                  case RawValue.Null _, RawValue.Real _, RawValue.Blob _, RawValue.Hidden _ ->
                      throw new AssertionError("bookkeeping is numbers and texts");
                })
            .toList();
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(row.table(), String.join(", ", row.names()), String.join(", ", values));
  }

  /// An SQLite file that is there.
  static Specimen of(Path file) {
    return sqlite(file);
  }

  private static Specimen sqlite(Path file) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    return new Specimen(
        DatabasePlace.sqlite(file, file.resolveSibling("temporary")), folder, file, null);
  }

  private static Specimen postgres(Path folder, Database database) {
    return new Specimen(
        DatabasePlace.postgres(
            Targets.address(database, Targets.port(database)),
            PostgresPassword.of(SecretText.of(database.password()))),
        folder,
        null,
        database);
  }

  /// The same database with the cast in it.
  Specimen withCast() throws SQLException {
    String time = "'2026-01-02 03:04:05.678901+00:00'";
    run(
        user(9001, "cast-alice", "alice@example.com", OLD + "sub-1", "oidc", time),
        user(9002, "cast-bob", "bob@example.com", OLD + "sub-2", "oidc", time),
        user(9003, "cast-erin", "erin@example.com", OLD + "sub-3", "oidc", time),
        user(9004, "cast-carol", "carol@example.com", "https://old.example//sub-4", "oidc", time),
        user(9005, "cast-carol.", "carol@example.com", "https://old.example/sub-4", "oidc", time),
        user(9006, "cast-dave", "", null, "", time),
        user(9007, "cast-dave2", "dave@example.com", OLD + "sub-6", "oidc", time),
        user(9008, "cast-?", "frank@example.com", OLD + "sub-7", "oidc", time),
        node(9001, 9001),
        node(9002, 9001),
        node(9005, 9005),
        node(9006, 9006),
        key(9005, 9005),
        key(9007, 9007),
        "INSERT INTO policies (id, created_at, updated_at, data) VALUES (9001, %s, %s, '%s')"
            .formatted(time, time, POLICY));
    return this;
  }

  private static String user(
      long id,
      String name,
      String email,
      @Nullable String identifier,
      String provider,
      String time) {
    return ("INSERT INTO users (id, created_at, updated_at, name, display_name, email,"
            + " provider_identifier, provider, profile_pic_url) VALUES (%d, %s, %s, '%s', '%s', '%s',"
            + " %s, '%s', NULL)")
        .formatted(
            id,
            time,
            time,
            name,
            name,
            email,
            identifier == null ? "NULL" : "'" + identifier + "'",
            provider);
  }

  private static String node(long id, long user) {
    return ("INSERT INTO nodes (id, machine_key, node_key, disco_key, hostname, given_name, user_id,"
            + " register_method, ipv4, ipv6) VALUES (%1$d, 'mkey:%3$s', 'nodekey:%3$s',"
            + " 'discokey:%3$s', 'n%1$d', 'n%1$d', %2$d, 'oidc', '100.64.90.%4$d',"
            + " 'fd7a:115c:a1e0::90%4$d')")
        .formatted(id, user, String.format("%064x", id), id - 9000);
  }

  private static String key(long id, long user) {
    return "INSERT INTO pre_auth_keys (id, key, user_id) VALUES (%d, 'key-%d', %d)"
        .formatted(id, id, user);
  }

  HeadscaleIdentityStore store() {
    return store(new PolicyHome.Database(), Company.NONE);
  }

  HeadscaleIdentityStore store(PolicyHome home, Company company) {
    return new HeadscaleIdentityStore(
        place, home, company, folder, InstantSource.fixed(NOW), Progress.SILENT);
  }

  Path file() {
    return Objects.requireNonNull(file);
  }

  Connection connect() throws SQLException {
    return database == null
        ? DriverManager.getConnection("jdbc:sqlite:" + file)
        : database.connect();
  }

  void run(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /// One line for each row of a query.
  List<String> ask(String query) throws SQLException {
    try (Connection connection = connect()) {
      return lines(connection, query);
    }
  }

  /// All that is in the database: the columns of each row by the row's name, in SQLite with the
  /// storage class of every value, in PostgreSQL with every sequence.
  SortedMap<String, Map<String, String>> dump() throws SQLException {
    SortedMap<String, Map<String, String>> dump = new TreeMap<>();
    try (Connection connection = connect()) {
      for (String table : lines(connection, database == null ? TABLES : POSTGRES_TABLES)) {
        rows(connection, table, dump);
      }
      if (database == null) {
        dump.put("schema", Map.of("sql", lines(connection, SCHEMA).toString()));
      } else {
        for (String name : lines(connection, SEQUENCES)) {
          dump.put(
              name,
              Map.of(
                  "counts",
                  lines(connection, "SELECT last_value, is_called FROM " + name).toString()));
        }
      }
    }
    return dump;
  }

  private void rows(Connection connection, String table, Map<String, Map<String, String>> dump)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet shape = statement.executeQuery("SELECT * FROM \"" + table + "\" WHERE 1 = 0")) {
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= shape.getMetaData().getColumnCount(); i++) {
        columns.add(shape.getMetaData().getColumnName(i));
      }
      String form =
          database == null ? "typeof(\"%1$s\") || ' ' || quote(\"%1$s\")" : "\"%s\"::text";
      String values = columns.stream().map(form::formatted).collect(Collectors.joining(", "));
      try (Statement all = connection.createStatement();
          ResultSet row = all.executeQuery("SELECT " + values + " FROM \"" + table + "\"")) {
        while (row.next()) {
          Map<String, String> of = new TreeMap<>();
          for (int i = 0; i < columns.size(); i++) {
            of.put(columns.get(i), String.valueOf(row.getString(i + 1)));
          }
          String id = of.getOrDefault("id", of.toString()).replace("integer ", "");
          dump.put(table + " " + id, of);
        }
      }
    }
  }

  /// What differs between two dumps, one line for each row that is new or deleted and for each
  /// column of the others.
  static List<String> differences(
      Map<String, Map<String, String>> before, Map<String, Map<String, String>> after) {
    List<String> differences = new ArrayList<>();
    before.forEach((row, columns) -> {
      Map<String, String> now = after.get(row);
      if (now == null) {
        differences.add(row + " deleted");
      } else {
        columns.forEach((column, value) -> {
          if (!value.equals(now.get(column))) {
            differences.add(row + " " + column);
          }
        });
      }
    });
    after.keySet().stream()
        .filter(row -> !before.containsKey(row))
        .forEach(row -> differences.add(row + " added"));
    return differences;
  }

  private static List<String> lines(Connection connection, String query) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(row.getString(i)));
        }
        lines.add(String.join("|", values));
      }
    }
    return lines;
  }

  @Override
  public void close() {
    if (database != null) {
      Empty.TEMPLATE.drop(database);
    }
  }

  /// All releases that know identities, on both engines, the oldest and the newest first.
  static Stream<Named> all() {
    return Stream.of(
        new Named("0.24.0 SQLite", dump("headscale_0.24.0_dump.sql")),
        new Named("0.30-dev SQLite", set("0.30.0-dev-sqlite")),
        new Named("0.24.2 PostgreSQL", set("0.24.2-postgres")),
        new Named("0.30-dev PostgreSQL", made(SchemaRelease.V0_30_DEV, Engine.POSTGRES)),
        new Named("0.24.2 SQLite", dump("headscale_0.24.2_dump.sql")),
        new Named("0.24.3 SQLite", dump("headscale_0.24.3_dump.sql")),
        new Named("0.25.0 SQLite", dump("headscale_0.25.0_dump.sql")),
        new Named("0.26.0 SQLite", dump("headscale_0.26.0_dump.sql")),
        new Named("0.26.1 SQLite, litestream", dump("headscale_0.26.1_dump-litestream.sql")),
        new Named("0.26.1 SQLite, from 0.14", dump("from_nblock_db01__0.14.0__0.26.1.sql")),
        new Named("0.27.1 SQLite", set("0.27.1-sqlite")),
        new Named("0.28 SQLite", made(SchemaRelease.V0_28, Engine.SQLITE)),
        new Named("0.29.2 SQLite", set("0.29.2-sqlite")),
        new Named("0.25.1 PostgreSQL", set("0.25.1-postgres")),
        new Named("0.26 PostgreSQL", made(SchemaRelease.V0_26, Engine.POSTGRES)),
        new Named("0.27 PostgreSQL", made(SchemaRelease.V0_27, Engine.POSTGRES)),
        new Named("0.28.0 PostgreSQL", set("0.28.0-postgres")),
        new Named("0.29.2 PostgreSQL", set("0.29.2-postgres")));
  }

  /// A source that a test can be named after.
  record Named(String name, Source source) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// Started only where a test asks for PostgreSQL.
  private static final class Empty {
    static final TemplateDatabase TEMPLATE =
        TemplateDatabase.migratedBy("headscale_identities", _ -> {});
  }
}
