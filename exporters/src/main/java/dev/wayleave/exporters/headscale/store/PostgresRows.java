package dev.wayleave.exporters.headscale.store;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.exporters.file.PendingFile;
import dev.wayleave.importers.bundle.FileTrouble;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rows of a PostgreSQL database.
final class PostgresRows extends RowSession {
  PostgresRows(PostgresSession session) {
    super(session);
  }

  @Override
  public void lock(List<String> tables) throws TargetException {
    String names = tables.stream().map(JdbcSession::quote).collect(Collectors.joining(", "));
    session().execute("LOCK TABLE " + names + " IN EXCLUSIVE MODE");
  }

  @Override
  String mark(RawValue value) {
    return "?";
  }

  @Override
  public Optional<Counter> counter(String table) throws TargetException {
    String sequence = sequence(table);
    if (sequence == null) {
      return Optional.empty();
    }
    try (PreparedStatement statement =
            session().connection.prepareStatement("SELECT last_value, is_called FROM " + sequence);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return Optional.of(new Counter(row.getLong(1), row.getBoolean(2)));
    } catch (SQLException e) {
      throw session().failure(e);
    }
  }

  /// Counts at once and whatever becomes of the transaction, as sequences do.
  @Override
  public void count(String table, Counter counter) throws TargetException {
    String sequence = sequence(table);
    if (sequence != null && counter.value() != null) {
      session()
          .execute(
              "SELECT setval('%s', %d, %b)"
                  .formatted(sequence.replace("'", "''"), counter.value(), counter.called()));
    }
  }

  private @Nullable String sequence(String table) throws TargetException {
    try (PreparedStatement statement =
        session().connection.prepareStatement("SELECT pg_get_serial_sequence(?, 'id')")) {
      statement.setString(1, table);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    } catch (SQLException e) {
      throw session().failure(e);
    }
  }

  @Override
  public Path backUp(Path folder, String suffix) throws TargetException {
    Path copy = folder.resolve("wayleave" + suffix + ".sql");
    PostgresCopy rows = new PostgresCopy(session().connection, tables().all());
    try (PendingFile pending = PendingFile.write(copy, rows::writeTo)) {
      pending.commit();
      return copy;
    } catch (IOException e) {
      throw e.getCause() instanceof SQLException failure
          ? session().failure(failure)
          : new TargetException(
              UNAVAILABLE, "Nothing was written: " + FileTrouble.writing(copy, e), e);
    }
  }
}
