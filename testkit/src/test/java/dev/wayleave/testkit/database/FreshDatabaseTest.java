package dev.wayleave.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.testkit.wait.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FreshDatabaseTest {
  private static final AtomicInteger MIGRATIONS = new AtomicInteger();
  private static final TemplateDatabase TEMPLATE =
      TemplateDatabase.migratedBy("fresh_test", FreshDatabaseTest::migrate);

  @RegisterExtension final FreshDatabase database = new FreshDatabase(TEMPLATE);

  @RepeatedTest(2)
  void startsEachTestFromTheMigratedTemplate() throws Exception {
    assertThat(value(database.get(), "SELECT count(*) FROM greeting")).isEqualTo("1");
    run(database.get(), "INSERT INTO greeting VALUES ('from a test')");
    assertThat(MIGRATIONS).hasValue(1);
  }

  @Test
  void dropsADatabaseThatSomeoneIsStillConnectedTo() throws Exception {
    Database copy = TEMPLATE.copy();
    try (Connection _ = copy.connect()) {
      TEMPLATE.drop(copy);
    }
    assertThatThrownBy(copy::connect)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void saysWhichTemplateWasNotMigratedAndLeavesNothing() throws Exception {
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() ->
              TemplateDatabase.migratedBy("broken", empty -> run(empty, "CREATE TABLE greeting")))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("broken");
    }
  }

  @Test
  void sharesOneClusterInTheTargetDirectory() throws Exception {
    assertThat(SharedCluster.get()).isSameAs(SharedCluster.get());
    assertThat(value(database.get(), "SHOW data_directory"))
        .startsWith(Path.of("target").toAbsolutePath() + "/test-postgres-");
    assertThat(value(database.get(), "SHOW fsync")).isEqualTo("off");
  }

  @Test
  void endsWithItsJvmEvenIfThatIsHalted(@TempDir Path module) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String root = "-Dwayleave.root=" + System.getProperty("wayleave.root", "");
    String classPath = System.getProperty("java.class.path");
    Process run =
        new ProcessBuilder(java, root, "-cp", classPath, HaltedRun.class.getName())
            .directory(module.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(run.inputReader().readLine()).startsWith("jdbc:postgresql://127.0.0.1:");
    assertThat(run.waitFor()).isEqualTo(3);
    Path pidFile = module.resolve("target/test-postgres-1/pg/postmaster.pid");
    Await.until("the server of the halted run is gone", () -> !Files.exists(pidFile));
  }

  private static void migrate(Database empty) throws SQLException {
    MIGRATIONS.incrementAndGet();
    run(empty, "CREATE TABLE greeting (words text)");
    run(empty, "INSERT INTO greeting VALUES ('from the migration')");
  }

  private static void run(Database where, String sql) throws SQLException {
    try (Connection connection = where.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String value(Database where, String sql) throws SQLException {
    try (Connection connection = where.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
