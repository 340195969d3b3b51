package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the private copy of an SQLite file; failures name the file that was copied.
///
/// @param folder where the copy lies; null where somebody else keeps it
record SqliteDialect(Path file, @Nullable PrivateFolder folder) implements JdbcTables.Dialect {
  @Override
  public String kind() {
    return "sqlite";
  }

  @Override
  public List<Table> tables(Connection connection) throws SQLException {
    List<String> names =
        texts(
            connection,
            "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite\\_stat%'"
                + " ESCAPE '\\' ORDER BY name",
            "table");
    List<Table> tables = new ArrayList<>();
    for (String name : names) {
      tables.add(new Table(name, columns(connection, name)));
    }
    return tables;
  }

  private static List<Table.Column> columns(Connection connection, String table)
      throws SQLException {
    Set<String> unique = uniqueColumns(connection, table);
    List<Table.Column> columns = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement("SELECT name, \"notnull\" FROM pragma_table_info(?)")) {
      query.setString(1, table);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String name = row.getString(1);
          columns.add(new Table.Column(name, row.getBoolean(2), unique.contains(name)));
        }
      }
    }
    return columns;
  }

  private static Set<String> uniqueColumns(Connection connection, String table)
      throws SQLException {
    Set<String> unique = new HashSet<>();
    String constraints = "SELECT name FROM pragma_index_list(?) WHERE origin = 'u'";
    for (String index : texts(connection, constraints, table)) {
      List<String> columns = texts(connection, "SELECT name FROM pragma_index_info(?)", index);
      if (columns.size() == 1) {
        unique.addAll(columns);
      }
    }
    return unique;
  }

  static List<String> texts(Connection connection, String sql, String... parameters)
      throws SQLException {
    List<String> texts = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        query.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          texts.add(row.getString(1));
        }
      }
    }
    return texts;
  }

  @Override
  public String quoted(Table table) {
    return JdbcTables.quote(table.name());
  }

  @Override
  public RawValue cell(ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    return switch (value) {
      case null -> Cells.NULL;
      case Long number -> Cells.integer(number);
      case Integer number -> Cells.integer(number);
      case Number number -> new RawValue.Real(number.doubleValue());
      case byte[] bytes -> Cells.blob(bytes);
      // The driver decodes leniently: where it put a replacement character, the bytes decide.
      case String text when text.indexOf('\uFFFD') >= 0 || text.indexOf('\0') >= 0 ->
          Cells.textBytes(row.getBytes(column));
      case String text -> Cells.text(text);
      default -> throw new AssertionError("SQLite has five storage classes, not " + value);
    };
  }

  @Override
  public SourceException failure(SQLException cause) {
    return SqliteFailures.explain(file, cause);
  }

  @Override
  public void release(Connection connection) {
    try {
      connection.close();
    } catch (SQLException ignored) {
      // It was read only: nothing can be lost, and the copy goes now anyway.
    } finally {
      if (folder != null) {
        folder.close();
      }
    }
  }
}
