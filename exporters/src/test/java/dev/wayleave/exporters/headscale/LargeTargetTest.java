package dev.wayleave.exporters.headscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.seed.Breadth;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A large database goes from SQLite to PostgreSQL in the heap of the tests (1 GB) in seconds.
class LargeTargetTest {
  private static final int NODES = Breadth.of(20_000, 100_000);

  /// Generous for a loaded machine with two cores; a quiet one takes a tenth.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  void nodesStreamAndTellHowFarTheyAre() throws Exception {
    Path file = Fixtures.sqlite("zero_time_expiry_migration_test.sql", folder.resolve("db.sqlite"));
    Fixtures.sqliteOf(nodes(), file);
    Database database = EmptyPostgres.TEMPLATE.copy();
    try {
      long begin = System.nanoTime();
      Reading source = DatabaseSource.sqlite(file, folder).read(Progress.SILENT);
      long read = System.nanoTime();
      InventoryTarget target = Targets.postgres(database);
      InventoryTarget.Preview preview = target.plan(source, PlanOptions.CAREFUL, Progress.SILENT);
      long planned = System.nanoTime();
      long[] told = {0};
      Set<String> accepted =
          Set.copyOf(preview.plan().findings().stream().map(finding -> finding.code()).toList());
      target.apply(
          preview, accepted, (what, _, _) -> told[0] += what.equals("writing nodes") ? 1 : 0);
      long applied = System.nanoTime();
      System.out.printf(
          "%d nodes: read in %d ms, planned in %d ms, written in %d ms%n",
          NODES, millis(begin, read), millis(read, planned), millis(planned, applied));
      assertThat(Duration.ofNanos(applied - begin)).isLessThan(PATIENCE);
      assertThat(told[0]).isGreaterThanOrEqualTo(NODES / 1000);
      assertThat(count(database)).isEqualTo(NODES);
    } finally {
      EmptyPostgres.TEMPLATE.drop(database);
    }
  }

  private static long millis(long from, long to) {
    return Duration.ofNanos(to - from).toMillis();
  }

  private static long count(Database database) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM nodes")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String nodes() {
    return """
    DELETE FROM nodes; DELETE FROM users;
    INSERT INTO users(id, name, email) VALUES (1, 'alice', 'alice@example.com');
    INSERT INTO nodes(id, machine_key, node_key, disco_key, endpoints, host_info, ipv4, ipv6,
      hostname, given_name, user_id, register_method, tags, last_seen, created_at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
    SELECT i, printf('mkey:%%064x', i), printf('nodekey:%%064x', i), printf('discokey:%%064x', i),
      '["192.0.2.1:41641","[2001:db8::1]:41641"]',
      printf('{"OS":"linux","Hostname":"host-%%d","RoutableIPs":["10.0.0.0/24"],"NetInfo":"%%s"}',
        i, hex(zeroblob(300))),
      printf('100.%%d.%%d.%%d', 64 + i / 65536, i / 256 %% 256, i %% 256),
      printf('fd7a:115c:a1e0::%%x:%%x', i / 65536 + 1, i %% 65536),
      printf('host-%%d', i), printf('host-%%d', i), 1, 'cli', '[]',
      '2026-11-22 05:20:17.912508384+00:00', '2026-11-22 05:20:17.912508384+00:00' FROM n;
    """
        .formatted(NODES);
  }
}
