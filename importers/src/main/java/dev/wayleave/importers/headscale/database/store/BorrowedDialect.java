package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// Reads on a connection that stays open afterwards: whoever lent it ends it.
record BorrowedDialect(JdbcTables.Dialect own) implements JdbcTables.Dialect {
  @Override
  public String kind() {
    return own.kind();
  }

  @Override
  public List<Table> tables(Connection connection) throws SQLException {
    return own.tables(connection);
  }

  @Override
  public String quoted(Table table) {
    return own.quoted(table);
  }

  @Override
  public RawValue cell(ResultSet row, int column) throws SQLException {
    return own.cell(row, column);
  }

  @Override
  public Map<String, Long> counters(Connection connection) throws SQLException {
    return own.counters(connection);
  }

  @Override
  public SourceException failure(SQLException cause) {
    return own.failure(cause);
  }

  @Override
  public void release(Connection connection) {
    // It is not ours.
  }
}
