package dev.wayleave.exporters.headscale.store;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.exporters.headscale.row.DatabaseRows;
import dev.wayleave.exporters.headscale.schema.ColumnType;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.importers.headscale.database.store.PostgresStore;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// One transaction on a PostgreSQL server.
final class PostgresSession extends JdbcSession {
  /// Sent at once: enough that the line is not idle, little enough for the heap.
  private static final int CHUNK_CHARS = 1 << 16;

  /// Sessions that give no name of theirs, as Headscale's do and hardly any tool's.
  private static final String NAMELESS =
      """
      SELECT count(*) FROM pg_catalog.pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user
        AND backend_type = 'client backend' AND coalesce(application_name, '') = ''
      """;

  private final PostgresAddress address;
  private final PostgresPassword password;
  private final PostgresTrouble trouble;
  private final PostgresJournals journals;
  private boolean closed;

  PostgresSession(
      Connection connection,
      PostgresAddress address,
      PostgresPassword password,
      PostgresTrouble trouble) {
    super(connection);
    this.address = address;
    this.password = password;
    this.trouble = trouble;
    this.journals = new PostgresJournals(connection);
  }

  /// Keeps other runs of this program out.
  void beginInTurn() throws TargetException {
    execute("SELECT pg_advisory_xact_lock(hashtext('wayleave'))");
  }

  /// Keeps other runs of this program out, and refuses where a Headscale is connected.
  void beginAlone() throws TargetException {
    beginInTurn();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(NAMELESS)) {
      row.next();
      long sessions = row.getLong(1);
      if (sessions > 0) {
        throw new TargetException(
            UNAVAILABLE,
            "Another program, such as a running Headscale, is connected to the database "
                + address.label()
                + " ("
                + sessions
                + (sessions == 1 ? " session" : " sessions")
                + " without a name); stop it and try again. What was there before is untouched.");
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  Tables open() throws SourceException {
    return PostgresStore.over(connection, address, password);
  }

  @Override
  public List<Journal.Header> journals() {
    try {
      return journals.headers();
    } catch (SQLException e) {
      throw new Broken(failure(e));
    }
  }

  /// A journal counts with the rows it tells of.
  @Override
  public boolean isUnsettled(String migration) {
    return false;
  }

  @Override
  public void settle(String migration, boolean tookEffect) {
    // There is nothing unsettled.
  }

  @Override
  public Journal journal(String migration) throws TargetException {
    try {
      return journals.read(migration);
    } catch (SQLException e) {
      throw failure(e);
    } catch (Broken e) {
      throw unwrapped(e);
    }
  }

  @Override
  public void lock(List<TableShape> tables) throws TargetException {
    String names =
        tables.stream()
            .map(TableShape::name)
            .map(JdbcSession::quote)
            .collect(Collectors.joining(", "));
    execute("LOCK TABLE " + names + " IN EXCLUSIVE MODE");
  }

  @Override
  public void insert(
      TableShape table, DatabaseRows rows, @Nullable Set<Long> only, Progress progress)
      throws TargetException {
    String what = "writing " + table.name();
    long total = only == null ? rows.count(table) : only.size();
    progress.at(what, 0, total);
    long[] done = {0};
    CopyIn copy = null;
    try {
      copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("COPY " + quote(table.name()) + " (" + columns(table) + ") FROM STDIN");
      Chunks chunks = new Chunks(copy);
      rows.each(
          table,
          row -> {
            if (only == null || only.contains(Image.idOf(row))) {
              chunks.add(table, row);
              if (++done[0] % Image.REPORT_ROWS == 0) {
                progress.at(what, done[0], total);
              }
            }
          });
      chunks.send();
      copy.endCopy();
    } catch (SQLException e) {
      throw failure(e);
    } catch (Broken e) {
      throw unwrapped(e);
    } finally {
      cancel(copy);
    }
    progress.at(what, done[0], done[0]);
  }

  private static void cancel(@Nullable CopyIn copy) {
    if (copy != null && copy.isActive()) {
      try {
        copy.cancelCopy();
      } catch (SQLException ignored) {
        // The failure before is to be told; the transaction ends with the connection.
      }
    }
  }

  private TargetException unwrapped(Broken e) {
    return switch (e.getCause()) {
      case SQLException sql -> failure(sql);
      case TargetException told -> told;
      case null, default -> throw e;
    };
  }

  private static final class Chunks {
    private final CopyIn copy;
    private final StringBuilder text = new StringBuilder(CHUNK_CHARS * 2);

    Chunks(CopyIn copy) {
      this.copy = copy;
    }

    void add(TableShape table, RawRow row) {
      CopyText.append(text, table, row);
      if (text.length() > CHUNK_CHARS) {
        send();
      }
    }

    void send() {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      text.setLength(0);
      try {
        copy.writeToCopy(bytes, 0, bytes.length);
      } catch (SQLException e) {
        throw new Broken(e);
      }
    }
  }

  @Override
  void bind(PreparedStatement statement, int index, @Nullable ColumnType type, RawValue value)
      throws SQLException {
    switch (value) {
      case RawValue.Null _ -> statement.setNull(index, Types.NULL);
      case RawValue.Blob(String v) -> statement.setBytes(index, Base64.getDecoder().decode(v));
      // Of no type: the server reads it as the column's.
      case RawValue.Int _, RawValue.Real _, RawValue.Text _, RawValue.Hidden _ ->
          statement.setObject(index, CopyText.input(type, value), Types.OTHER);
    }
  }

  /// PostgreSQL checks every reference when it is written.
  @Override
  public long danglingReferences() {
    return 0;
  }

  @Override
  public void commit(Journal journal, Progress progress) throws TargetException {
    progress.at("noting what was applied", 0, 1);
    try {
      if (journal.header().created()) {
        // What was applied to tables that somebody dropped since says nothing of these.
        journals.removeAll();
      }
      journals.write(journal);
    } catch (SQLException e) {
      throw failure(e);
    } catch (Broken e) {
      throw unwrapped(e);
    } catch (IOException impossible) {
      throw new AssertionError("a journal is written to the database", impossible);
    }
    commit(progress);
  }

  @Override
  public void commitUndone(String migration, boolean emptied, Progress progress)
      throws TargetException {
    try {
      if (emptied) {
        journals.removeAll();
      } else {
        journals.remove(migration);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
    commit(progress);
  }

  @Override
  void commitRows() throws TargetException {
    commit(Progress.SILENT);
  }

  private void commit(Progress progress) throws TargetException {
    progress.at("committing", 0, 1);
    try {
      connection.commit();
    } catch (SQLException e) {
      throw trouble.committing(e);
    }
    progress.at("committing", 1, 1);
  }

  @Override
  TargetException failure(SQLException cause) {
    return trouble.writing(cause);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      rollBackAndClose();
    }
  }
}
