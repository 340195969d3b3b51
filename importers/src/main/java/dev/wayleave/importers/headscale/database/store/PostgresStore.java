package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.inventory.SourceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/// Opens PostgreSQL databases in one read-only transaction, whose snapshot all reading shares.
public final class PostgresStore {
  /// How long to wait.
  ///
  /// @param connect for a connection; for being let in twice as long
  /// @param lock for a lock, of which an upgrade of Headscale holds some
  /// @param answer for the next bytes of an answer
  public record Patience(Duration connect, Duration lock, Duration answer) {
    public static final Patience USUAL =
        new Patience(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(60));
  }

  private PostgresStore() {}

  public static Tables open(PostgresAddress address, PostgresPassword password)
      throws SourceException {
    return open(address, password, Patience.USUAL);
  }

  public static Tables open(PostgresAddress address, PostgresPassword password, Patience patience)
      throws SourceException {
    PostgresFailures failures = new PostgresFailures(address, password);
    Connection connection;
    try {
      connection = connect(address, password, patience);
      begin(connection, patience);
    } catch (SQLException e) {
      throw failures.explain(e);
    }
    return JdbcTables.over(connection, new PostgresDialect(failures));
  }

  /// The tables of a database that is already open, as its transaction sees them; closing them
  /// leaves the connection open.
  ///
  /// Rows come one by one only where the connection commits by itself no more.
  public static Tables over(
      Connection connection, PostgresAddress address, PostgresPassword password)
      throws SourceException {
    PostgresFailures failures = new PostgresFailures(address, password);
    return JdbcTables.over(connection, new BorrowedDialect(new PostgresDialect(failures)));
  }

  /// One sentence for why the database could not be read.
  public static SourceException explain(
      PostgresAddress address, PostgresPassword password, SQLException cause) {
    return new PostgresFailures(address, password).explain(cause);
  }

  /// A connection that reads and writes; whoever asked for it sets its limits and closes it.
  public static Connection connect(
      PostgresAddress address, PostgresPassword password, Patience patience)
      throws SQLException, SourceException {
    if (address.host().startsWith("/")) {
      throw new SourceException(
          "the database host "
              + address.host()
              + " is a unix socket, which is not supported; let PostgreSQL listen on 127.0.0.1 and"
              + " use that");
    }
    Connection connection =
        new Driver().connect(url(address), properties(address, password, patience));
    if (connection == null) {
      throw new AssertionError("the driver takes every jdbc:postgresql: address");
    }
    return connection;
  }

  private static String url(PostgresAddress address) {
    String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
    // The database goes in as a property: there it needs no escaping.
    return "jdbc:postgresql://" + host + ":" + address.port() + "/";
  }

  private static Properties properties(
      PostgresAddress address, PostgresPassword password, Patience patience) {
    Properties properties = new Properties();
    PGProperty.PG_DBNAME.set(properties, address.database());
    PGProperty.USER.set(properties, address.user());
    if (password.value() != null) {
      PGProperty.PASSWORD.set(properties, password.value().reveal());
    }
    PGProperty.SSL_MODE.set(properties, address.sslMode());
    if (address.sslRootCertificate() != null) {
      PGProperty.SSL_ROOT_CERT.set(properties, address.sslRootCertificate());
    }
    PGProperty.APPLICATION_NAME.set(properties, "wayleave");
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds(patience.connect()));
    PGProperty.LOGIN_TIMEOUT.set(properties, seconds(patience.connect().multipliedBy(2)));
    // Of the two limits on silence this one names its cause; that on the whole login does not.
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds(patience.connect()));
    PGProperty.SSL_RESPONSE_TIMEOUT.set(properties, Math.toIntExact(patience.connect().toMillis()));
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    // Values come as the server prints them, and no statement outlives its use (for poolers).
    PGProperty.BINARY_TRANSFER.set(properties, false);
    PGProperty.PREPARE_THRESHOLD.set(properties, 0);
    return properties;
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(duration.toSeconds());
  }

  private static void begin(Connection connection, Patience patience) throws SQLException {
    try {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.answer().toMillis()));
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET LOCAL TIME ZONE 'UTC'");
        statement.execute("SET LOCAL bytea_output = 'hex'");
        statement.execute("SET LOCAL lock_timeout = '" + seconds(patience.lock()) + "s'");
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
