package dev.wayleave.interop.identity;

import dev.wayleave.interop.headscale.HeadscaleRelease;
import dev.wayleave.interop.headscale.OwnDatabase;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.RealHeadscale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Headscale whose people log in at a realm of the Keycloak.
///
/// @param database null where it is on SQLite
record RealmHeadscale(
    Drill drill, HeadscaleRelease release, RealHeadscale server, @Nullable OwnDatabase database)
    implements AutoCloseable {
  /// What keeps its rows.
  enum Engine {
    SQLITE,
    POSTGRES
  }

  private static final String SQLITE = "{type: sqlite, sqlite: {path: ./db.sqlite}}";

  /// A new one whose people log in at realm A, running.
  static RealmHeadscale start(Drill drill, HeadscaleRelease release, Engine engine)
      throws IOException, InterruptedException, SQLException {
    String provider =
        """
        oidc:
          only_start_if_oidc_is_available: true
          issuer: %s
          client_id: %s
          client_secret: "%s"
          pkce: {enabled: true}
        """
            .formatted(drill.issuer("a"), Keycloak.CLIENT, Keycloak.SECRET);
    Path folder = drill.room().resolve("headscale");
    Path config =
        RealHeadscale.configure(drill.network(), folder, drill.network().commonPort(), provider);
    @Nullable OwnDatabase database =
        switch (engine) {
          case SQLITE -> null;
          case POSTGRES -> OwnDatabase.create();
        };
    if (database != null) {
      drill.network().reach(database.port());
      Files.writeString(config, Files.readString(config).replace(SQLITE, postgres(database)));
    }
    RealmHeadscale headscale = of(drill, release, folder, database);
    try {
      headscale.server.start();
      return headscale;
    } catch (AssertionError | IOException e) {
      headscale.close();
      throw e;
    }
  }

  private static RealmHeadscale of(
      Drill drill, HeadscaleRelease release, Path folder, @Nullable OwnDatabase database)
      throws IOException, InterruptedException {
    Map<String, String> environment =
        database == null
            ? Map.of()
            : Map.of("HEADSCALE_DATABASE_POSTGRES_PASS", database.database().password());
    return new RealmHeadscale(
        drill,
        release,
        new RealHeadscale(drill.network(), release.binary(), folder, environment),
        database);
  }

  private static String postgres(OwnDatabase database) {
    return "{type: postgres, postgres: {host: 127.0.0.1, port: %d, name: %s, user: %s, ssl: false}}"
        .formatted(database.port(), database.database().name(), database.database().user());
  }

  /// One on a copy of what another has, which is stopped, that takes its port.
  RealmHeadscale copy() throws IOException, InterruptedException, SQLException {
    Path folder = Files.createDirectories(drill.room().resolve("copy"));
    try (Stream<Path> files = Files.list(server.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    @Nullable OwnDatabase own = database == null ? null : database.copy();
    if (database != null && own != null) {
      Path config = folder.resolve("config.yaml");
      Files.writeString(
          config, Files.readString(config).replace(postgres(database), postgres(own)));
    }
    return of(drill, release, folder, own);
  }

  /// Its database as it lies there.
  Dump dump() throws SQLException {
    if (database == null) {
      return Dump.of(server.folder().resolve("db.sqlite"));
    }
    try (Connection connection = database.database().connect()) {
      return Dump.of(connection);
    }
  }

  /// Gives it another realm, and changes nothing else.
  void changeRealm(String from, String to) throws IOException {
    Realm.change(server.config(), from, to);
  }

  String endpoint() {
    return "headscale:" + server.config();
  }

  /// Runs the command, which may read its database and list the people of a realm.
  Answer wayleave(String... arguments) throws IOException, InterruptedException {
    Map<String, String> secrets = new HashMap<>(Keycloak.DIRECTORY);
    if (database != null) {
      secrets.put("PGPASSWORD", database.database().password());
    }
    return drill.wayleave(secrets, arguments);
  }

  @Override
  public void close() throws SQLException {
    server.close();
    if (database != null) {
      database.close();
    }
  }
}
