package dev.wayleave.exporters.headscale.store;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One transaction in a database of any release, in which single columns of single rows change and
/// everything else stays as it is; closed before it is committed, all of it does.
public abstract sealed class RowSession implements AutoCloseable permits SqliteRows, PostgresRows {
  private final JdbcSession session;

  RowSession(JdbcSession session) {
    this.session = session;
  }

  /// Whom else the database is open to meanwhile.
  public enum Company {
    /// Nobody: refused where something else has it open.
    NONE,
    /// A Headscale that runs: the transaction is as whole as ever, but the server goes on with what
    /// it read before.
    ALLOWED
  }

  /// Where a table's own count of its rows stands.
  ///
  /// @param value null where SQLite has not begun to count
  /// @param called whether the value was given to a row; PostgreSQL begins with one that was not
  public record Counter(@Nullable Long value, boolean called) {
    /// The number after it.
    public long next() {
      return value == null ? 1 : called ? value + 1 : value;
    }
  }

  /// The tables as this transaction sees them.
  public Tables tables() throws TargetException {
    try {
      return session.open();
    } catch (SourceException e) {
      throw new TargetException(UNAVAILABLE, e.getMessage() + ".", e);
    }
  }

  /// Keeps everybody else from writing to these tables until the end.
  public abstract void lock(List<String> tables) throws TargetException;

  /// Gives columns of a row other values.
  public void update(String table, long id, Map<String, RawValue> columns) throws TargetException {
    String set =
        columns.entrySet().stream()
            .map(column -> JdbcSession.quote(column.getKey()) + " = " + mark(column.getValue()))
            .collect(Collectors.joining(", "));
    run("UPDATE " + JdbcSession.quote(table) + " SET " + set + " WHERE \"id\" = " + id, columns);
  }

  /// Writes a row with just these columns.
  public void insert(String table, Map<String, RawValue> columns) throws TargetException {
    String names =
        columns.keySet().stream().map(JdbcSession::quote).collect(Collectors.joining(", "));
    String marks = columns.values().stream().map(this::mark).collect(Collectors.joining(", "));
    run(
        "INSERT INTO " + JdbcSession.quote(table) + " (" + names + ") VALUES (" + marks + ")",
        columns);
  }

  public void delete(String table, long id) throws TargetException {
    session.delete(table, id);
  }

  /// The place of a value in a statement.
  abstract String mark(RawValue value);

  private void run(String sql, Map<String, RawValue> columns) throws TargetException {
    try (PreparedStatement statement = session.connection.prepareStatement(sql)) {
      int index = 1;
      for (RawValue value : columns.values()) {
        session.bind(statement, index++, null, value);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw session.failure(e);
    }
  }

  /// How many references lead nowhere.
  public long danglingReferences() throws TargetException {
    return session.danglingReferences();
  }

  /// Where a table's count stands; empty where it does not count.
  public abstract Optional<Counter> counter(String table) throws TargetException;

  /// Sets a table's count back or forth.
  public abstract void count(String table, Counter counter) throws TargetException;

  /// Copies the database; before anything else is done, because where others are let in they may
  /// write until then.
  ///
  /// @param folder where to write, unless the copy lies beside the database
  /// @param suffix what the copy's name has behind the database's
  public abstract Path backUp(Path folder, String suffix) throws TargetException;

  /// Makes everything count.
  public void commit() throws TargetException {
    session.commitRows();
  }

  @Override
  public void close() {
    session.close();
  }

  JdbcSession session() {
    return session;
  }

  /// The first columns of what a query gives.
  List<@Nullable Long> numbers(String sql, String argument, int columns) throws TargetException {
    try (PreparedStatement statement = session.connection.prepareStatement(sql)) {
      statement.setString(1, argument);
      try (var row = statement.executeQuery()) {
        if (!row.next()) {
          return List.of();
        }
        List<@Nullable Long> numbers = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          long number = row.getLong(i);
          numbers.add(row.wasNull() ? null : number);
        }
        return Collections.unmodifiableList(numbers);
      }
    } catch (SQLException e) {
      throw session.failure(e);
    }
  }
}
