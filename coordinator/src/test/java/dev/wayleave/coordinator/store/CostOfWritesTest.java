package dev.wayleave.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.presence.PresenceLimits;
import dev.wayleave.coordinator.running.Member;
import dev.wayleave.coordinator.running.RunningCoordinator;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// What the database has to write for what devices do most often; `docs/performance.md` states it.
@QuarkusTest
@RunningCoordinator
class CostOfWritesTest {
  private static final int CHANGES = 40;

  @Inject DataSource database;

  /// Every transaction that writes takes a number, and none that only reads.
  @Test
  void anEndpointChangeIsOneCommitThatWritesThreeRows() throws Exception {
    try (Member member = Member.tagged("tag:writes", "writes")) {
      long log = count("change_log");
      long audit = count("audit");
      long transactions = nextTransaction();
      long begun = System.nanoTime();
      for (int i = 0; i < CHANGES; i++) {
        var answer =
            member.send(
                "POST",
                "/machine/map",
                Map.of(
                    "Version",
                    142,
                    "OmitPeers",
                    true,
                    "Endpoints",
                    List.of("192.0.2.1:" + (1000 + i))));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      }
      long presence =
          2 + (System.nanoTime() - begun) / PresenceLimits.DEFAULT.writeEvery().toNanos();
      // The question itself is one.
      long written = nextTransaction() - transactions - 1;
      assertThat(count("change_log") - log).as("rows of the log").isEqualTo(CHANGES);
      assertThat(count("audit") - audit).as("rows of the audit log").isZero();
      assertThat(written)
          .as("transactions that wrote, with those of presence")
          .isBetween((long) CHANGES, CHANGES + presence);
    }
  }

  @Test
  void whatIsToldAgainIsNotWritten() throws Exception {
    try (Member member = Member.tagged("tag:writes", "again")) {
      Map<String, Object> same =
          Map.of("Version", 142, "OmitPeers", true, "Endpoints", List.of("192.0.2.1:1"));
      var _ = member.send("POST", "/machine/map", same);
      long log = count("change_log");
      for (int i = 0; i < CHANGES; i++) {
        assertThat(member.send("POST", "/machine/map", same).status()).isEqualTo(200);
      }
      assertThat(count("change_log")).isEqualTo(log);
    }
  }

  private long count(String table) throws SQLException {
    return number("select count(*) from " + table);
  }

  private long nextTransaction() throws SQLException {
    return number("select cast(cast(pg_current_xact_id() as text) as bigint)");
  }

  private long number(String question) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      assertThat(answer.next()).isTrue();
      return answer.getLong(1);
    }
  }
}
