package dev.wayleave.testkit.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Everything that a database is made of, as lines of text that can be compared and recorded.
///
/// The order of columns counts, that of tables and indexes does not; neither do layout and quotes
/// of what someone wrote, only what the database says of it. The text of an SQLite index is kept
/// line by line, because Headscale 0.27 compares it that way.
public final class Catalogue {
  private static final String SQLITE_TABLES =
      """
      SELECT t.name,
             CASE WHEN m.sql LIKE '%AUTOINCREMENT%' THEN 'counts up' ELSE '' END
      FROM pragma_table_list t JOIN sqlite_master m ON m.name = t.name AND m.type = 'table'
      WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      ORDER BY t.name
      """;

  private static final String SQLITE_COLUMNS =
      """
      SELECT 'column', name, lower(type),
             CASE "notnull" WHEN 1 THEN 'not null' END,
             'default ' || dflt_value,
             CASE WHEN pk > 0 THEN 'primary key' END
      FROM pragma_table_info('%s') ORDER BY cid
      """;

  private static final String SQLITE_REFERENCES =
      """
      SELECT 'refers', "from", "table", "to", 'on delete', lower(on_delete),
             'on update', lower(on_update)
      FROM pragma_foreign_key_list('%s') ORDER BY "from"
      """;

  private static final String SQLITE_INDEXES =
      """
      SELECT 'index', i.name, CASE i."unique" WHEN 1 THEN 'unique' END,
             CASE i.partial WHEN 1 THEN 'partial' END, 'origin ' || i.origin,
             (SELECT group_concat(c.name, ', ') FROM pragma_index_info(i.name) c),
             replace(replace(replace(m.sql, '`', ''), char(10), ' | '), '  ', ' ')
      FROM pragma_index_list('%s') i LEFT JOIN sqlite_master m ON m.name = i.name
      ORDER BY i.name
      """;

  private static final String POSTGRES_TABLES =
      """
      SELECT c.relname, '' FROM pg_class c
      WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
      ORDER BY c.relname COLLATE "C"
      """;

  private static final String POSTGRES_COLUMNS =
      """
      SELECT 'column', a.attname, format_type(a.atttypid, a.atttypmod),
             CASE WHEN a.attnotnull THEN 'not null' END,
             'default ' || pg_get_expr(d.adbin, d.adrelid),
             'counted by ' || pg_get_serial_sequence('%1$s', a.attname)
      FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = '%1$s'::regclass AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  private static final String POSTGRES_CONSTRAINTS =
      """
      SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
      WHERE conrelid = '%s'::regclass AND contype <> 'n' ORDER BY conname COLLATE "C"
      """;

  private static final String POSTGRES_INDEXES =
      """
      SELECT indexdef FROM pg_indexes
      WHERE schemaname = current_schema() AND tablename = '%s' ORDER BY indexname COLLATE "C"
      """;

  private static final String POSTGRES_SEQUENCES =
      """
      SELECT 'sequence', sequencename, data_type, start_value, increment_by, cache_size
      FROM pg_sequences WHERE schemaname = current_schema() ORDER BY sequencename COLLATE "C"
      """;

  private Catalogue() {}

  /// The tables with their columns, indexes and constraints; no rows.
  public static List<String> of(Connection connection) throws SQLException {
    List<String> lines = new ArrayList<>();
    if (isPostgres(connection)) {
      describe(
          connection,
          lines,
          POSTGRES_TABLES,
          POSTGRES_COLUMNS,
          POSTGRES_CONSTRAINTS,
          POSTGRES_INDEXES);
      lines.addAll(rows(connection, POSTGRES_SEQUENCES));
    } else {
      describe(connection, lines, SQLITE_TABLES, SQLITE_COLUMNS, SQLITE_REFERENCES, SQLITE_INDEXES);
    }
    return lines;
  }

  /// The result of a query, a line for each row.
  public static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        lines.add(line(row));
      }
    }
    return lines;
  }

  private static void describe(
      Connection connection, List<String> lines, String tables, String... parts)
      throws SQLException {
    for (String table : rows(connection, tables)) {
      lines.add("table " + table);
      for (String part : parts) {
        String name = table.split(" ", 2)[0];
        rows(connection, part.formatted(name)).forEach(row -> lines.add("  " + row));
      }
    }
  }

  /// What stands in the columns of a row, without those that hold nothing.
  private static String line(ResultSet row) throws SQLException {
    List<String> words = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      String word = row.getString(i);
      if (word != null && !word.isEmpty()) {
        words.add(word);
      }
    }
    return String.join(" ", words);
  }

  private static boolean isPostgres(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return product.toLowerCase(Locale.ROOT).contains("postgres");
  }
}
