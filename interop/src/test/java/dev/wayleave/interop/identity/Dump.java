package dev.wayleave.interop.identity;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// All that is in a database: its schema, and each row of each table, of SQLite in the order in
/// which they lie there, of PostgreSQL, where a row that is written moves, by number.
///
/// @param schema the statements that made it, or its columns
/// @param tables rows by table
record Dump(List<String> schema, Map<String, List<String>> tables) {
  /// That of a SQLite database.
  static Dump of(Path database) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      return of(
          connection,
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
          "",
          "SELECT sql FROM sqlite_master ORDER BY name");
    }
  }

  /// That of a PostgreSQL database.
  static Dump of(Connection connection) throws SQLException {
    return of(
        connection,
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
        " ORDER BY 1",
        "SELECT table_name, column_name, data_type, column_default FROM information_schema.columns"
            + " WHERE table_schema = 'public' ORDER BY 1, 2");
  }

  private static Dump of(Connection connection, String list, String order, String schema)
      throws SQLException {
    Map<String, List<String>> tables = new TreeMap<>();
    for (String name : rows(connection, list)) {
      tables.put(name, rows(connection, "SELECT * FROM \"" + name + "\"" + order));
    }
    return new Dump(rows(connection, schema), tables);
  }

  /// How many rows of which tables are others than in an earlier one.
  Map<String, Integer> changedFrom(Dump before) {
    if (!schema.equals(before.schema)) {
      throw new AssertionError("the schema changed");
    }
    Map<String, Integer> changed = new TreeMap<>();
    tables.forEach((name, rows) -> {
      List<String> others = new ArrayList<>(rows);
      others.removeAll(before.tables.getOrDefault(name, List.of()));
      int lost = before.tables.getOrDefault(name, List.of()).size() - rows.size();
      if (!others.isEmpty() || lost != 0) {
        changed.put(name, Math.max(others.size(), lost));
      }
    });
    return changed;
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(Objects.toString(result.getString(column)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }
}
