package dev.wayleave.importers.headscale.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.importers.headscale.database.store.PostgresStore;
import dev.wayleave.importers.headscale.database.store.PostgresStore.Patience;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.testkit.fixture.Fixtures;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// PostgreSQL databases that keep one waiting: the wait ends, in one sentence.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresSilenceTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(10);

  /// The backlog of the socket takes the connection; nobody ever reads what comes in.
  @ParameterizedTest
  @ValueSource(strings = {"disable", "prefer", "require"})
  void aServerThatTakesTheConnectionAndSaysNothing(String sslMode) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      int port = silent.getLocalPort();
      PostgresAddress address =
          new PostgresAddress("127.0.0.1", port, "headscale", "headscale", sslMode, null);
      assertThatThrownBy(() ->
              PostgresStore.open(address, PostgresPassword.none(), new Patience(SHORT, LONG, LONG)))
          .isInstanceOf(SourceException.class)
          .hasMessage(
              "the database 127.0.0.1:%d/headscale did not answer in time; check address and"
                      .formatted(port)
                  + " firewall, and try again");
    }
  }

  @Test
  void aTableThatStaysLocked() throws Exception {
    assertThat(reasonWhileLocked(new Patience(LONG, SHORT, LONG)))
        .contains(" is locked by a change of its tables, ");
  }

  @Test
  void anAnswerThatStaysAway() throws Exception {
    assertThat(reasonWhileLocked(new Patience(LONG, LONG, SHORT)))
        .contains(" did not answer in time; ");
  }

  private static String reasonWhileLocked(Patience patience) throws Exception {
    try (TestPostgres.Database database =
            TestPostgres.load(Fixtures.text("0.29.2-postgres", "db.sql"));
        Connection upgrade = database.connect();
        Statement statement = upgrade.createStatement()) {
      try (Tables tables =
          PostgresStore.open(database.address(), TestPostgres.password(), patience)) {
        upgrade.setAutoCommit(false);
        statement.execute("LOCK TABLE nodes IN ACCESS EXCLUSIVE MODE");
        DatabaseReader.read(tables, "headscale", new Findings(), Progress.SILENT);
        return "it was read";
      } catch (SourceException e) {
        return String.valueOf(e.getMessage());
      } finally {
        upgrade.rollback();
      }
    }
  }
}
