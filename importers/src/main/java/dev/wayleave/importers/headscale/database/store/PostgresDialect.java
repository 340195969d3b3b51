package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the tables that the role's search path finds first, as Headscale itself does.
final class PostgresDialect implements JdbcTables.Dialect {
  private static final String COLUMNS =
      """
      SELECT n.nspname, c.relname, a.attname, a.attnotnull,
             EXISTS (SELECT 1 FROM pg_catalog.pg_constraint u
                     WHERE u.conrelid = c.oid AND u.contype = 'u'
                       AND u.conkey = ARRAY[a.attnum]) AS declared_unique
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_attribute a
        ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relkind IN ('r', 'p')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND pg_catalog.pg_table_is_visible(c.oid)
      ORDER BY c.relname, a.attnum
      """;

  /// By what the columns called `id` depend on, as sequences keep the names of tables that are long
  /// renamed. Of those that this role may look into; the others count as not begun.
  private static final String COUNTERS =
      """
      SELECT c.relname, max(pg_catalog.pg_sequence_last_value(s.oid))
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id'
      LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = c.oid AND f.adnum = a.attnum
      JOIN pg_catalog.pg_depend d
        ON (d.classid = 'pg_catalog.pg_class'::regclass
            AND d.refclassid = 'pg_catalog.pg_class'::regclass
            AND d.refobjid = c.oid AND d.refobjsubid = a.attnum)
        OR (d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.objid = f.oid
            AND d.refclassid = 'pg_catalog.pg_class'::regclass)
      JOIN pg_catalog.pg_class s
        ON s.relkind = 'S'
        AND s.oid = CASE WHEN d.classid = 'pg_catalog.pg_class'::regclass
                    THEN d.objid ELSE d.refobjid END
      WHERE c.relkind IN ('r', 'p')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND pg_catalog.pg_table_is_visible(c.oid)
        AND CASE WHEN s.relkind = 'S'
            THEN pg_catalog.has_sequence_privilege(s.oid, 'USAGE, SELECT') ELSE false END
      GROUP BY c.relname
      ORDER BY c.relname
      """;

  private final PostgresFailures failures;
  private final Map<String, String> schemas = new HashMap<>();

  PostgresDialect(PostgresFailures failures) {
    this.failures = failures;
  }

  @Override
  public String kind() {
    return "postgresql";
  }

  @Override
  public List<Table> tables(Connection connection) throws SQLException {
    Map<String, List<Table.Column>> columns = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COLUMNS)) {
      while (row.next()) {
        String table = row.getString(2);
        schemas.put(table, row.getString(1));
        List<Table.Column> found = columns.computeIfAbsent(table, _ -> new ArrayList<>());
        if (row.getString(3) != null) {
          found.add(new Table.Column(row.getString(3), row.getBoolean(4), row.getBoolean(5)));
        }
      }
    }
    return columns.entrySet().stream()
        .map(entry -> new Table(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public String quoted(Table table) {
    String schema = schemas.getOrDefault(table.name(), "public");
    return JdbcTables.quote(schema) + "." + JdbcTables.quote(table.name());
  }

  @Override
  public RawValue cell(ResultSet row, int column) throws SQLException {
    String printed = row.getString(column);
    if (printed == null) {
      return Cells.NULL;
    }
    return switch (row.getMetaData().getColumnType(column)) {
      case Types.BIGINT, Types.INTEGER, Types.SMALLINT -> Cells.integer(Long.parseLong(printed));
      case Types.REAL, Types.DOUBLE -> new RawValue.Real(Double.parseDouble(printed));
      case Types.BINARY, Types.VARBINARY -> Cells.blob(row.getBytes(column));
      default -> Cells.text(printed);
    };
  }

  @Override
  public Map<String, Long> counters(Connection connection) throws SQLException {
    Map<String, Long> counters = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COUNTERS)) {
      while (row.next()) {
        long last = row.getLong(2);
        if (!row.wasNull()) {
          counters.put(row.getString(1), last);
        }
      }
    }
    return counters;
  }

  @Override
  public SourceException failure(SQLException cause) {
    return failures.explain(cause);
  }

  @Override
  public void release(Connection connection) {
    try {
      connection.close();
    } catch (SQLException ignored) {
      // The transaction only read; the server ends it with the connection.
    }
  }
}
