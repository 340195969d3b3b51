package dev.wayleave.coordinator.running;

import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.database.TemplateDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.Flyway;

/// Gives the application under test a database and a data directory of its own.
public final class CoordinatorDatabase implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    Database database =
        TemplateDatabase.migratedBy("coordinator", CoordinatorDatabase::migrate).copy();
    return Map.of(
        "quarkus.datasource.jdbc.url", database.jdbcUrl(),
        "quarkus.datasource.username", database.user(),
        "quarkus.datasource.password", database.password(),
        "wayleave.data", dataDirectory().toString(),
        // One address makes all the requests of all tests.
        "wayleave.oidc.per-minute", "100000");
  }

  private static void migrate(Database empty) {
    Flyway.configure()
        .dataSource(empty.jdbcUrl(), empty.user(), empty.password())
        .locations("classpath:db/migration")
        .load()
        .migrate();
  }

  private static Path dataDirectory() {
    try {
      return Files.createTempDirectory(Path.of("target"), "coordinator-data").toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The cluster ends with the JVM, the databases in it with the next run.
  @Override
  public void stop() {}
}
