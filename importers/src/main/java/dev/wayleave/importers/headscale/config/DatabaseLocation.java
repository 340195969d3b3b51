package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.model.SecretText;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where Headscale's database is.
public sealed interface DatabaseLocation {
  /// A database file; its `-wal` and `-shm` stand beside it.
  record SqliteFile(Path path) implements DatabaseLocation {}

  /// A database on a server that is reached over TCP.
  ///
  /// @param password null where the configuration has none, as with a pgpass file
  /// @param sslMode as libpq names it: `disable`, `prefer`, `verify-full`, …
  record Postgres(
      String host,
      int port,
      String name,
      String user,
      @Nullable SecretText password,
      String sslMode)
      implements DatabaseLocation {}
}
