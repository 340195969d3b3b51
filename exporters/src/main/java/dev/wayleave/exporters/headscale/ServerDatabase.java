package dev.wayleave.exporters.headscale;

import dev.wayleave.exporters.headscale.files.DatabaseChoice;
import dev.wayleave.exporters.headscale.store.DatabasePlace;
import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import java.nio.file.Path;

/// The database of a server that is written as a whole.
public sealed interface ServerDatabase {
  /// What the configuration is to name.
  DatabaseChoice choice();

  /// Where it is, for a server in this folder.
  DatabasePlace in(Path folder, Path temporary);

  /// `db.sqlite` in the server's folder.
  record Sqlite() implements ServerDatabase {
    private static final String NAME = "db.sqlite";

    @Override
    public DatabaseChoice choice() {
      return new DatabaseChoice.Sqlite();
    }

    @Override
    public DatabasePlace in(Path folder, Path temporary) {
      return DatabasePlace.sqlite(folder.resolve(NAME), temporary);
    }
  }

  /// A database of a PostgreSQL server.
  record Postgres(PostgresAddress address, PostgresPassword password) implements ServerDatabase {
    @Override
    public DatabaseChoice choice() {
      return new DatabaseChoice.Postgres(
          address.host(), address.port(), address.database(), address.user());
    }

    @Override
    public DatabasePlace in(Path folder, Path temporary) {
      return DatabasePlace.postgres(address, password);
    }
  }
}
