package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.schema.ColumnShape;
import dev.wayleave.exporters.headscale.schema.ColumnType;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What both engines do alike.
abstract class JdbcSession implements Session {
  final Connection connection;

  JdbcSession(Connection connection) {
    this.connection = connection;
  }

  /// One sentence for a failure of the database.
  abstract TargetException failure(SQLException cause);

  abstract void bind(
      PreparedStatement statement, int index, @Nullable ColumnType type, RawValue value)
      throws SQLException;

  abstract Tables open() throws SourceException;

  /// Makes everything count where no journal is kept by the session.
  abstract void commitRows() throws TargetException;

  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String columns(TableShape table) {
    return table.columns().stream()
        .map(ColumnShape::name)
        .map(JdbcSession::quote)
        .collect(Collectors.joining(", "));
  }

  @Override
  public Optional<Tables> tables() {
    try {
      return Optional.of(open());
    } catch (SourceException e) {
      throw new Broken(e);
    }
  }

  @Override
  public void execute(String sql) throws TargetException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void insert(RawRow row, @Nullable TableShape shape) throws TargetException {
    String names = row.names().stream().map(JdbcSession::quote).collect(Collectors.joining(", "));
    String marks = String.join(", ", Collections.nCopies(row.names().size(), "?"));
    String sql = "INSERT INTO " + quote(row.table()) + " (" + names + ") VALUES (" + marks + ")";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < row.names().size(); i++) {
        ColumnType type = shape == null ? null : type(shape, row.names().get(i));
        bind(statement, i + 1, type, RawValues.bare(row.values().get(i)));
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static @Nullable ColumnType type(TableShape shape, String column) {
    int at = RowMerge.column(shape, column);
    return at < 0 ? null : shape.columns().get(at).type();
  }

  @Override
  public void update(TableShape table, long id, RawRow values, BitSet columns)
      throws TargetException {
    String set =
        columns.stream()
            .mapToObj(i -> quote(table.columns().get(i).name()) + " = ?")
            .collect(Collectors.joining(", "));
    String sql = "UPDATE " + quote(table.name()) + " SET " + set + " WHERE \"id\" = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 1;
      for (int i = columns.nextSetBit(0); i >= 0; i = columns.nextSetBit(i + 1)) {
        ColumnShape column = table.columns().get(i);
        bind(statement, index++, column.type(), RawValues.bare(values.get(column.name())));
      }
      statement.setLong(index, id);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void delete(String table, long id) throws TargetException {
    String sql = "DELETE FROM " + quote(table) + " WHERE \"id\" = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, id);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  void rollBackAndClose() {
    try (connection) {
      connection.rollback();
    } catch (SQLException ignored) {
      // The engine ends the transaction with the connection; the failure before is to be told.
    }
  }

  /// Carries a checked failure through code that takes rows one by one.
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(Exception cause) {
      super(cause);
    }
  }
}
