package dev.wayleave.interop.headscale;

import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.fixture.PgDumpLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A test's own copy of a fixture set, with its database in the tests' PostgreSQL where it had one.
public final class FixtureCopy implements AutoCloseable {
  private final String set;
  private final Path folder;
  private final @Nullable OwnDatabase database;

  private FixtureCopy(String set, Path folder, @Nullable OwnDatabase database) {
    this.set = set;
    this.folder = folder;
    this.database = database;
  }

  /// Copies a set, and loads its database where it is one of PostgreSQL.
  ///
  /// @param set for example `0.28.0-postgres`
  /// @param into a folder of the test's own
  public static FixtureCopy of(String set, Path into) throws IOException, SQLException {
    Path folder = Fixtures.copySet(set, into);
    if (!Fixtures.POSTGRES_SETS.contains(set)) {
      return new FixtureCopy(set, folder, null);
    }
    OwnDatabase own = OwnDatabase.create();
    try (Connection connection = own.database().connect()) {
      PgDumpLoader.load(connection, Fixtures.text(set, "db.sql"), "headscale");
    }
    Path config = folder.resolve("config.yaml");
    Files.writeString(config, pointedTo(own.database(), Files.readString(config)));
    return new FixtureCopy(set, folder, own);
  }

  private static String pointedTo(Database database, String config) {
    return config
        .replace("port: 15432", "port: " + OwnDatabase.port(database))
        .replace("name: headscale", "name: " + database.name())
        .replace("user: headscale", "user: " + database.user())
        .replace("pass: headscale", "pass: " + database.password());
  }

  public Path folder() {
    return folder;
  }

  public Path config() {
    return folder.resolve("config.yaml");
  }

  /// Its database as an endpoint; where that has a password, `PGPASSWORD` is to say it.
  public String endpoint() {
    return database == null
        ? "headscale+sqlite:" + folder.resolve("db.sqlite")
        : database.endpoint();
  }

  /// Its database as `pg_dump` wrote it, where there is one.
  public Optional<String> dump() {
    Path file = folder.resolve("db.sql");
    return Files.exists(file) ? Optional.of("headscale+pgdump:" + file) : Optional.empty();
  }

  /// The state of a real client that is registered in it.
  public Path clientState(String name) {
    return folder.resolve("clients").resolve(name).resolve("tailscaled.state");
  }

  @Override
  public void close() throws SQLException {
    if (database != null) {
      database.close();
    }
  }

  @Override
  public String toString() {
    return set;
  }
}
