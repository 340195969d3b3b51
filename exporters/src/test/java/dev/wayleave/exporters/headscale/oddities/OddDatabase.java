package dev.wayleave.exporters.headscale.oddities;

import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;

/// Databases of several releases with odd rows in them.
enum OddDatabase {
  /// With routes in a table of their own.
  V0_23("headscale_0.23.0-beta1_dump.sql", ""),
  V0_26("headscale_0.26.0_dump.sql", ""),
  /// Of the release that is written.
  V0_29(
      "zero_time_expiry_migration_test.sql",
      """
      DELETE FROM nodes; DELETE FROM users;
      INSERT INTO migrations VALUES ('202605221435-clear-zero-time-node-expiry');
      """);

  static final String TIME = "'2026-01-02 03:04:05.123456789+00:00'";

  private final String dump;
  private final String prepared;

  OddDatabase(String dump, String prepared) {
    this.dump = dump;
    this.prepared = prepared;
  }

  /// The database with user 1, alice, and what the statements put into it.
  Path with(Path folder, String... statements) {
    Path file = Fixtures.sqlite(dump, folder.resolve("source.db"));
    Fixtures.sqliteOf(
        prepared
            + "INSERT INTO users(id, name, created_at) VALUES (1, 'alice', "
            + TIME
            + ");\n"
            + String.join(";\n", statements),
        file);
    return file;
  }

  /// A statement that puts in a node of alice's.
  static String node(int id) {
    String digits = String.format("%064x", id + 0x1000);
    return """
    INSERT INTO nodes(id, machine_key, node_key, disco_key, hostname, given_name, ipv4, user_id,
      register_method, created_at, updated_at)
    VALUES (%1$d, 'mkey:%2$s', 'nodekey:%2$s', 'discokey:%2$s', 'host-%1$d', 'host-%1$d',
      '100.64.0.%1$d', 1, 'cli', %3$s, %3$s)\
    """
        .formatted(id, digits, TIME);
  }

  /// A statement that changes a node.
  static String set(int node, String columns) {
    return "UPDATE nodes SET " + columns + " WHERE id = " + node;
  }
}
