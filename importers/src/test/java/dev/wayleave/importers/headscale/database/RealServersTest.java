package dev.wayleave.importers.headscale.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.fixture.ServerReport;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What real servers report about themselves is what is read from their databases.
class RealServersTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @FieldSource("dev.wayleave.testkit.fixture.Fixtures#SQLITE_SETS")
  void readsWhatTheServerReports(String set) throws Exception {
    Path root = Fixtures.copySet(set, folder);
    verify(set, TestDatabases.read(root.resolve("db.sqlite")), "sqlite");
  }

  @ParameterizedTest
  @FieldSource("dev.wayleave.testkit.fixture.Fixtures#SQLITE_SETS")
  void readsTheFilesOfARunningServer(String set) throws Exception {
    Path live = Fixtures.copySet(set, folder).resolve("live/db.sqlite");
    verify(set, TestDatabases.read(live), "sqlite");
  }

  @ParameterizedTest
  @FieldSource("dev.wayleave.testkit.fixture.Fixtures#POSTGRES_SETS")
  void readsWhatTheServerOnPostgresReports(String set) throws Exception {
    try (TestPostgres.Database database = TestPostgres.load(Fixtures.text(set, "db.sql"))) {
      verify(set, database.read(), "postgresql");
    }
  }

  private static void verify(String set, DatabaseReading read, String kind) throws Exception {
    ServerReport report = ServerReport.of(set);
    Inventory inventory = inventory(read);
    assertThat(read.database()).isEqualTo(kind);
    assertThat(read.release() + "-" + (kind.equals("sqlite") ? "sqlite" : "postgres"))
        .isEqualTo(set);
    assertThat(ServerReport.users(inventory)).isEqualTo(report.users());
    assertThat(ServerReport.nodes(inventory)).isEqualTo(report.nodes());
    assertThat(ServerReport.preAuthKeys(inventory)).isEqualTo(report.preAuthKeys());
    assertThat(ServerReport.apiKeys(inventory)).isEqualTo(report.apiKeys());
    assertThat(read.counts()).isEqualTo(report.counts());
    assertThat(read.policies().getLast().value().text()).contains("autoApprovers");
    assertThat(read.findings())
        .noneMatch(finding -> finding.level() == Level.BLOCKER || finding.level() == Level.LOSSY);
  }

  private static Inventory inventory(DatabaseReading read) {
    Inventory.Builder inventory =
        Inventory.builder(new SourceInfo(DatabaseSource.KIND, read.release(), read.database()));
    read.addTo(inventory);
    return inventory.build();
  }
}
