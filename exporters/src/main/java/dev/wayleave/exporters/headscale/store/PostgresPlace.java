package dev.wayleave.exporters.headscale.store;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.importers.headscale.database.HeadscaleDatabase;
import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.importers.headscale.database.store.PostgresStore;
import dev.wayleave.importers.headscale.database.store.PostgresStore.Patience;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// A database of a PostgreSQL server.
final class PostgresPlace extends DatabasePlace {
  /// Writing 100 000 nodes and checking their references takes the server a while without a word.
  private static final Patience PATIENCE =
      new Patience(Patience.USUAL.connect(), Duration.ofSeconds(10), Duration.ofMinutes(5));

  private final PostgresAddress address;
  private final PostgresPassword password;
  private final PostgresTrouble trouble;

  PostgresPlace(PostgresAddress address, PostgresPassword password) {
    this.address = address;
    this.password = password;
    this.trouble = new PostgresTrouble(address, password);
  }

  @Override
  public Engine engine() {
    return Engine.POSTGRES;
  }

  @Override
  public String label() {
    return address.label();
  }

  @Override
  public HeadscaleDatabase source() {
    return new HeadscaleDatabase.PostgresDatabase(address, password);
  }

  @Override
  Look look(Progress progress) throws TargetException {
    return session(true);
  }

  @Override
  Session begin(String migration, Progress progress) throws TargetException {
    progress.at("locking the database", 0, 1);
    PostgresSession session = session(false);
    try {
      session.beginAlone();
      progress.at("locking the database", 1, 1);
      return session;
    } catch (TargetException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public RowSession rows(RowSession.Company company, Progress progress) throws TargetException {
    progress.at("locking the database", 0, 1);
    PostgresSession session = session(false);
    try {
      switch (company) {
        case NONE -> session.beginAlone();
        case ALLOWED -> session.beginInTurn();
      }
      progress.at("locking the database", 1, 1);
      return new PostgresRows(session);
    } catch (TargetException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private PostgresSession session(boolean readOnly) throws TargetException {
    Connection connection;
    try {
      connection = PostgresStore.connect(address, password, PATIENCE);
    } catch (SourceException e) {
      throw new TargetException(UNAVAILABLE, e.getMessage() + ".", e);
    } catch (SQLException e) {
      throw trouble.connecting(e);
    }
    PostgresSession session = new PostgresSession(connection, address, password, trouble);
    try {
      begin(connection, readOnly);
      return session;
    } catch (SQLException e) {
      session.close();
      throw trouble.writing(e);
    }
  }

  private static void begin(Connection connection, boolean readOnly) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(PATIENCE.answer().toMillis()));
    connection.setReadOnly(readOnly);
    // A writer must see what others committed while it waited for its locks.
    connection.setTransactionIsolation(
        readOnly ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL TIME ZONE 'UTC'");
      statement.execute("SET LOCAL bytea_output = 'hex'");
      statement.execute("SET LOCAL DateStyle = 'ISO'");
      statement.execute("SET LOCAL lock_timeout = '" + PATIENCE.lock().toSeconds() + "s'");
    }
  }
}
