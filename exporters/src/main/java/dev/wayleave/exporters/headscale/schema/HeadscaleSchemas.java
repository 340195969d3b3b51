package dev.wayleave.exporters.headscale.schema;

/// The schemas that can be written.
public final class HeadscaleSchemas {
  private HeadscaleSchemas() {}

  /// What the newest patch release of a line makes of an empty database.
  ///
  /// That of 0.30-dev follows a recorded SQLite database and, for PostgreSQL, its source of July
  /// 2026; it is unproven, for no server of it could be run.
  public static HeadscaleSchema of(SchemaRelease release, Engine engine) {
    return new GeneratedSchema(
        release,
        engine,
        switch (engine) {
          case SQLITE -> new SqliteDialect();
          case POSTGRES -> new PostgresDialect();
        });
  }
}
