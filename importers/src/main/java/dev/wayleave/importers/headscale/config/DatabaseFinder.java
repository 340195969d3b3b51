package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.SecretText;
import java.nio.file.InvalidPathException;

/// Finds out where the database is; without it there is nothing to read.
final class DatabaseFinder {
  private static final int POSTGRES_PORT = 5432;
  private static final String TYPE = "database.type";
  private static final String PATH = "database.sqlite.path";

  private final String file;
  private final Settings settings;
  private final ConfigFiles files;

  DatabaseFinder(String file, Settings settings, ConfigFiles files) {
    this.file = file;
    this.settings = settings;
    this.files = files;
  }

  DatabaseLocation find() throws SourceException {
    String type = settings.text(TYPE);
    return switch (type) {
      case "sqlite", "sqlite3" -> sqlite();
      case "postgres" -> postgres();
      case "" ->
          throw new SourceException(
              file
                  + " does not say which database Headscale uses: set database.type (db_type"
                  + " before 0.23), or give the database itself as headscale+sqlite:FILE.");
      default ->
          throw new SourceException(
              file
                  + ": database.type is \""
                  + type
                  + "\", which is neither sqlite nor postgres:"
                  + " correct it.");
    };
  }

  private DatabaseLocation sqlite() throws SourceException {
    String path = settings.text(PATH);
    if (path.isEmpty()) {
      throw new SourceException(
          file
              + " names no database file: set database.sqlite.path (db_path before 0.23), or give"
              + " the database itself as headscale+sqlite:FILE.");
    }
    try {
      return new DatabaseLocation.SqliteFile(files.resolve(path));
    } catch (InvalidPathException invalid) {
      throw new SourceException(
          file + ": database.sqlite.path is not a path of this system: correct it.", invalid);
    }
  }

  private DatabaseLocation postgres() throws SourceException {
    String host = settings.text("database.postgres.host");
    if (host.startsWith("/") || host.startsWith("@")) {
      throw new SourceException(
          file
              + ": PostgreSQL is reached through the unix socket in "
              + host
              + ", which Wayleave cannot use: let PostgreSQL listen on loopback and give"
              + " headscale+postgres://USER@localhost/"
              + settings.text("database.postgres.name")
              + ", or set HEADSCALE_DATABASE_POSTGRES_HOST=localhost.");
    }
    String user = settings.text("database.postgres.user");
    if (user.isEmpty()) {
      throw new SourceException(
          file
              + " names no user for PostgreSQL: set database.postgres.user (db_user before 0.23).");
    }
    String password = settings.text("database.postgres.pass");
    int port = settings.number("database.postgres.port", POSTGRES_PORT);
    return new DatabaseLocation.Postgres(
        host.isEmpty() ? "localhost" : host,
        port == 0 ? POSTGRES_PORT : port,
        settings.text("database.postgres.name", user),
        user,
        password.isEmpty() ? null : SecretText.of(password),
        sslMode());
  }

  /// Headscale takes a truth value or a mode of libpq; "true" leaves the choice to the driver.
  private String sslMode() {
    String ssl = settings.text("database.postgres.ssl", "false");
    return switch (ssl) {
      case "0", "f", "F", "FALSE", "false", "False", "" -> "disable";
      case "1", "t", "T", "TRUE", "true", "True" -> "prefer";
      default -> ssl;
    };
  }
}
