package dev.wayleave.importers.headscale.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 100 000 nodes fit into the heap of the tests (1 GB) and are read in seconds.
class LargeDatabaseTest {
  private static final int NODES = 100_000;

  /// Generous for a loaded machine with two cores; a quiet one takes a tenth.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder = Path.of("");

  @Test
  void readsAHundredThousandNodes() throws Exception {
    Path file = Fixtures.sqlite("zero_time_expiry_migration_test.sql", folder.resolve("db.sqlite"));
    Fixtures.sqliteOf(
        """
        DELETE FROM nodes;
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
            .formatted(NODES),
        file);
    long start = System.nanoTime();
    DatabaseReading read = TestDatabases.read(file);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    assertThat(read.nodes()).hasSize(NODES);
    assertThat(read.counts().routes()).isEqualTo(NODES);
    assertThat(read.findings()).noneMatch(finding -> finding.level() == Level.BLOCKER);
    Set<List<String>> names = Collections.newSetFromMap(new IdentityHashMap<>());
    read.nodes().forEach(node -> names.add(names(node.row())));
    assertThat(names).as("rows share their list of names").hasSize(1);
  }

  private static List<String> names(@Nullable RawRow row) {
    return row == null ? List.of() : row.names();
  }
}
