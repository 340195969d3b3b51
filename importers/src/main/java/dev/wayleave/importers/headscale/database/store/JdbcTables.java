package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Tables over a connection that is already in its one state.
final class JdbcTables implements Tables {
  /// Rows that are fetched at once: enough to amortise a round trip, little enough for the heap.
  private static final int FETCH_ROWS = 1000;

  /// What the two databases do differently.
  interface Dialect {
    String kind();

    List<Table> tables(Connection connection) throws SQLException;

    /// The table's name as SQL text, with its schema where that is not implied.
    String quoted(Table table);

    RawValue cell(ResultSet row, int column) throws SQLException;

    /// See [Tables#counters].
    default Map<String, Long> counters(Connection connection) throws SQLException {
      return Map.of();
    }

    /// One sentence for a failure of the database.
    SourceException failure(SQLException cause);

    /// Ends the connection and what was made for it.
    void release(Connection connection);
  }

  private final Connection connection;
  private final Dialect dialect;
  private final List<Table> tables;

  private JdbcTables(Connection connection, Dialect dialect, List<Table> tables) {
    this.connection = connection;
    this.dialect = dialect;
    this.tables = tables;
  }

  /// Takes over the connection, also where it fails.
  static JdbcTables over(Connection connection, Dialect dialect) throws SourceException {
    try {
      return new JdbcTables(connection, dialect, List.copyOf(dialect.tables(connection)));
    } catch (SQLException e) {
      dialect.release(connection);
      throw dialect.failure(e);
    }
  }

  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public String kind() {
    return dialect.kind();
  }

  @Override
  public List<Table> all() {
    return tables;
  }

  @Override
  public Optional<Connection> connection() {
    return Optional.of(connection);
  }

  @Override
  public long count(Table table) throws SourceException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + dialect.quoted(table))) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw dialect.failure(e);
    }
  }

  @Override
  public void read(Table table, RowSink sink) throws SourceException {
    if (table.columns().isEmpty()) {
      return;
    }
    List<String> names = table.columnNames();
    String columns = names.stream().map(JdbcTables::quote).collect(Collectors.joining(", "));
    String order = table.has("id") ? " ORDER BY " + quote("id") : "";
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet row =
          statement.executeQuery("SELECT " + columns + " FROM " + dialect.quoted(table) + order)) {
        while (row.next()) {
          sink.row(new RawRow(table.name(), names, cells(row, names.size())));
        }
      }
    } catch (SQLException e) {
      throw dialect.failure(e);
    }
  }

  @Override
  public Map<String, Long> counters() throws SourceException {
    try {
      return dialect.counters(connection);
    } catch (SQLException e) {
      throw dialect.failure(e);
    }
  }

  private List<RawValue> cells(ResultSet row, int columns) throws SQLException {
    List<RawValue> cells = new ArrayList<>(columns);
    for (int i = 1; i <= columns; i++) {
      cells.add(dialect.cell(row, i));
    }
    return cells;
  }

  @Override
  public void close() {
    dialect.release(connection);
  }
}
