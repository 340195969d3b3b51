package dev.wayleave.importers.headscale.database;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.util.List;

/// Databases for one test, and short ways to ask what was read.
final class TestDatabases {
  static final String KEY_A = "aa".repeat(32);

  private TestDatabases() {}

  static DatabaseReading read(Path file) throws SourceException {
    return new HeadscaleDatabase.SqliteFile(file, temporary(file)).read(Progress.SILENT);
  }

  static Path temporary(Path file) {
    return file.resolveSibling("temporary");
  }

  static DatabaseReading dump(String name, Path folder) throws SourceException {
    return read(Fixtures.sqlite(name, folder.resolve("db.sqlite")));
  }

  /// The empty database of a release, with rows put in.
  static DatabaseReading dumpWith(String name, String sql, Path folder) throws SourceException {
    Path file = Fixtures.sqlite(name, folder.resolve("db.sqlite"));
    return read(Fixtures.sqliteOf(sql, file));
  }

  /// The schema of 0.29, with user 1 (alice) and the given statements.
  static DatabaseReading current(String sql, Path folder) throws SourceException {
    return dumpWith(
        "zero_time_expiry_migration_test.sql",
        """
        DELETE FROM nodes; DELETE FROM users;
        INSERT INTO users(id, name, email) VALUES (1, 'alice', 'alice@example.com');
        """
            + sql,
        folder);
  }

  /// A statement that puts in a node of alice's; further columns come as SQL.
  static String node(int id, String columns, String values) {
    String digits = String.format("%064x", id + 0x1000);
    return "INSERT INTO nodes(id, machine_key, node_key, hostname, given_name, ipv4"
        + (columns.isEmpty() ? "" : ", " + columns)
        + ") VALUES ("
        + id
        + ", 'mkey:"
        + digits
        + "', 'nodekey:"
        + digits
        + "', 'host-"
        + id
        + "', 'host-"
        + id
        + "', '100.64.0."
        + id
        + "'"
        + (values.isEmpty() ? "" : ", " + values)
        + ");\n";
  }

  static Node node(DatabaseReading reading, long id) {
    return reading.nodes().stream()
        .map(entity -> entity.value())
        .filter(node -> node.id().value() == id)
        .findFirst()
        .orElseThrow();
  }

  /// A raw column of an entity's row.
  static RawValue raw(Entity<?> entity, String column) {
    RawRow row = entity.row();
    RawValue value = row == null ? null : row.get(column);
    if (value == null) {
      throw new AssertionError(entity.ref() + " has no raw column " + column);
    }
    return value;
  }

  static List<Finding> findings(DatabaseReading reading, String code) {
    return reading.findings().stream().filter(finding -> finding.code().equals(code)).toList();
  }

  static List<String> codes(DatabaseReading reading) {
    return reading.findings().stream().map(Finding::code).distinct().sorted().toList();
  }
}
