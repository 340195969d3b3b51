package dev.wayleave.interop.headscale;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.ExistingSchema;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchemas;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.testkit.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Headscale of some release with nothing in its database, on either engine.
final class EmptyServer implements AutoCloseable {
  private static final String FOLDER = "server";

  private final HeadscaleSchema schema;
  private final HeadscaleServer server;
  private final Path room;
  private final @Nullable OwnDatabase postgres;

  private EmptyServer(
      HeadscaleSchema schema, HeadscaleServer server, Path room, @Nullable OwnDatabase postgres) {
    this.schema = schema;
    this.server = server;
    this.room = room;
    this.postgres = postgres;
  }

  static EmptyServer of(HeadscaleRelease release, Engine engine, Path room)
      throws IOException, InterruptedException, SQLException {
    OwnDatabase postgres = engine == Engine.POSTGRES ? OwnDatabase.create() : null;
    String config = config(postgres == null ? sqlite() : postgres(postgres));
    HeadscaleServer server = new HeadscaleServer(release.binary(), config, FOLDER, room);
    return new EmptyServer(schemaOf(release, engine), server, room, postgres);
  }

  private static HeadscaleSchema schemaOf(HeadscaleRelease release, Engine engine) {
    return HeadscaleSchemas.of(SchemaRelease.parse(release.line()).orElseThrow(), engine);
  }

  /// A server of another release on the same database.
  HeadscaleServer server(HeadscaleRelease release) throws IOException, InterruptedException {
    String config = config(postgres == null ? sqlite() : postgres(postgres));
    return new HeadscaleServer(release.binary(), config, FOLDER, room);
  }

  HeadscaleServer server() {
    return server;
  }

  /// Its database as an endpoint; where that has a password, `PGPASSWORD` is to say it.
  String endpoint() {
    return postgres == null ? "headscale+sqlite:" + server.database() : postgres.endpoint();
  }

  Connection connect() throws SQLException {
    return postgres == null
        ? DriverManager.getConnection("jdbc:sqlite:" + server.database())
        : postgres.database().connect();
  }

  /// How the database differs from that of a release.
  List<Finding> differencesTo(HeadscaleRelease release) throws SQLException {
    try (Connection connection = connect()) {
      return ExistingSchema.read(connection, schema.engine())
          .differences(schemaOf(release, schema.engine()));
    }
  }

  /// Makes the tables and the notes, as Wayleave does.
  void create() throws SQLException {
    try (Connection connection = connect()) {
      for (String statement : schema.creation()) {
        execute(connection, statement);
      }
      for (RawRow row : schema.bookkeeping(Instant.EPOCH)) {
        insert(connection, row);
      }
    }
  }

  /// Writes a user as Wayleave does.
  void insertUser(long id, String name) throws SQLException {
    try (Connection connection = connect()) {
      insert(
          connection,
          new RawRow(
              "users",
              List.of("id", "name"),
              List.of(new RawValue.Int(id), new RawValue.Text(name))));
      for (String statement : schema.afterRows()) {
        execute(connection, statement);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void insert(Connection connection, RawRow row) throws SQLException {
    String time = schema.engine() == Engine.POSTGRES ? "?::timestamptz" : "?";
    List<String> places =
        row.names().stream().map(name -> name.equals("updated_at") ? time : "?").toList();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(
                    row.table(), String.join(", ", row.names()), String.join(", ", places)))) {
      for (int i = 0; i < row.values().size(); i++) {
        if (row.values().get(i) instanceof RawValue.Int number) {
          insert.setLong(i + 1, number.v());
        } else if (row.values().get(i) instanceof RawValue.Text text) {
          insert.setString(i + 1, text.v());
        } else {
          throw new AssertionError("only numbers and texts are written here");
        }
      }
      insert.execute();
    }
  }

  private static String sqlite() {
    return "database: {type: sqlite, sqlite: {path: ./db.sqlite, write_ahead_log: true}}";
  }

  private static String postgres(OwnDatabase own) {
    Database database = own.database();
    return "database: {type: postgres, postgres: {host: 127.0.0.1, port: %d, name: %s, user: %s, pass: \"%s\", ssl: false}}"
        .formatted(own.port(), database.name(), database.user(), database.password());
  }

  private static String config(String database) {
    return """
    server_url: http://127.0.0.1:18080
    listen_addr: 127.0.0.1:18080
    metrics_listen_addr: 127.0.0.1:18081
    grpc_listen_addr: 127.0.0.1:18082
    noise: {private_key_path: ./noise.key}
    prefixes: {v4: 100.64.0.0/10, v6: "fd7a:115c:a1e0::/48"}
    derp:
      server:
        {enabled: true, region_id: 999, region_code: test, region_name: test,
         stun_listen_addr: "127.0.0.1:18083", private_key_path: ./derp.key, ipv4: 127.0.0.1}
      urls: []
      auto_update_enabled: false
    disable_check_updates: true
    DATABASE
    policy: {mode: database}
    dns: {magic_dns: true, base_domain: tail.test, override_local_dns: false, nameservers: {global: []}}
    unix_socket: ./headscale.sock
    """
        .replace("DATABASE", database);
  }

  @Override
  public void close() throws SQLException {
    server.close();
    if (postgres != null) {
      postgres.close();
    }
  }

  @Override
  public String toString() {
    return schema.release().label() + " on " + schema.engine();
  }
}
