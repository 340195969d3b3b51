package dev.wayleave.exporters.headscale.files;

/// The database that a written configuration is to name.
public sealed interface DatabaseChoice {
  /// `db.sqlite` beside the configuration.
  record Sqlite() implements DatabaseChoice {}

  /// A PostgreSQL database; its password is never written, the configuration says where to put it.
  record Postgres(String host, int port, String database, String user) implements DatabaseChoice {}
}
