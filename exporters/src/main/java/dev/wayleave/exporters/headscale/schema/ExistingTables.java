package dev.wayleave.exporters.headscale.schema;

import dev.wayleave.exporters.headscale.schema.ExistingTable.ExistingColumn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Asks a database what tables it has.
final class ExistingTables {
  /// A row of SQLite's always gets an `id`; what is asked is only whether old ones come again.
  private static final String SQLITE =
      """
      SELECT m.name, c.name, lower(c.type), c."notnull" AND c.dflt_value IS NULL AND c.pk = 0, c.pk > 0
      FROM sqlite_master m LEFT JOIN pragma_table_info(m.name) c
      WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      ORDER BY m.name, c.cid
      """;

  /// Only what the role finds without naming a schema, as Headscale does.
  private static final String POSTGRES =
      """
      SELECT c.relname, a.attname, format_type(a.atttypid, NULL),
             a.attnotnull AND NOT a.atthasdef AND a.attidentity = '',
             pg_get_serial_sequence(quote_ident(n.nspname) || '.' || quote_ident(c.relname), a.attname)
               IS NOT NULL
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_attribute a
        ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND pg_catalog.pg_table_is_visible(c.oid)
      ORDER BY c.relname, a.attnum
      """;

  private ExistingTables() {}

  static Map<String, ExistingTable> read(Connection connection, Engine engine) throws SQLException {
    Map<String, List<ExistingColumn>> columns = new LinkedHashMap<>();
    String query =
        switch (engine) {
          case SQLITE -> SQLITE;
          case POSTGRES -> POSTGRES;
        };
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        List<ExistingColumn> found =
            columns.computeIfAbsent(row.getString(1), _ -> new ArrayList<>());
        // A table without columns is legal in PostgreSQL.
        if (row.getString(2) != null) {
          found.add(
              new ExistingColumn(
                  row.getString(2), row.getString(3), row.getBoolean(4), row.getBoolean(5)));
        }
      }
    }
    Map<String, ExistingTable> tables = new LinkedHashMap<>();
    columns.forEach((name, found) -> tables.put(name, new ExistingTable(name, found)));
    return tables;
  }

  /// What else than tables someone made in an SQLite database: indexes, views, triggers, with their
  /// kind by name.
  static Map<String, String> besideTables(Connection connection) throws SQLException {
    Map<String, String> kinds = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                // Indexes that belong to constraints have no text.
                "SELECT name, type FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL"
                    + " ORDER BY name")) {
      while (row.next()) {
        kinds.put(row.getString(1), row.getString(2));
      }
    }
    return kinds;
  }

  /// The ids in the table `migrations`, which must be there.
  static Set<String> migrations(Connection connection) throws SQLException {
    Set<String> ids = new LinkedHashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id FROM migrations WHERE id IS NOT NULL")) {
      while (row.next()) {
        ids.add(row.getString(1));
      }
    }
    return ids;
  }
}
