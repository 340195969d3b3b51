package dev.wayleave.exporters.headscale.oddities;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Databases from the field, with many oddities at once.
class FieldDatabasesTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0-22-3-to-0-23-0-routes-are-dropped-2063_dump.sql",
        "0-23-0-to-0-24-0-no-more-special-types_dump.sql",
        "failing-node-preauth-constraint_dump.sql",
        "from_nblock_db01__0.14.0__0.24.0.sql",
        "from_nblock_db01__0.14.0__0.26.1.sql",
        "headscale_0.26.1_dump-litestream.sql",
        "request_tags_migration_test.sql",
        "zero_time_expiry_migration_test.sql"
      })
  void goToEitherEngineAndOn(String dump) throws Exception {
    Path source = Fixtures.sqlite(dump, folder.resolve("source.db"));
    for (Engine engine : Engine.values()) {
      try (Destination to = Destination.of(SchemaRelease.V0_29, engine, folder)) {
        Journey.of(source, to);
      }
    }
  }
}
