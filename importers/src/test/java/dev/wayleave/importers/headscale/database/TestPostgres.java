package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.database.SharedCluster;
import dev.wayleave.testkit.fixture.PgDumpLoader;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// Databases for single tests in the PostgreSQL that all tests of this module share.
final class TestPostgres {
  static final String HOST = "127.0.0.1";

  /// A role that may do nothing until it is granted something.
  static final String CAREFUL_USER = "careful";

  static final String CAREFUL_PASSWORD = "s3cret:with\\odd*characters";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestPostgres() {}

  /// A new database, filled from a dump.
  static Database load(String dump) throws SQLException {
    String name = "headscale" + NUMBER.incrementAndGet();
    administer("CREATE DATABASE " + name);
    try (Connection connection = SharedCluster.get().database(name).connect()) {
      PgDumpLoader.load(connection, dump, "headscale");
    }
    return new Database(name);
  }

  static int port() {
    return new Database("postgres").address().port();
  }

  static String user() {
    return SharedCluster.get().user();
  }

  static PostgresPassword password() {
    return PostgresPassword.of(SecretText.of(SharedCluster.get().password()));
  }

  static void createCarefulUser() throws SQLException {
    administer("DROP ROLE IF EXISTS " + CAREFUL_USER);
    administer("CREATE ROLE " + CAREFUL_USER + " LOGIN PASSWORD '" + CAREFUL_PASSWORD + "'");
  }

  private static void administer(String sql) throws SQLException {
    try (Connection connection = SharedCluster.get().database("postgres").connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  record Database(String name) implements AutoCloseable {
    PostgresAddress address() {
      SharedCluster cluster = SharedCluster.get();
      URI url = URI.create(cluster.database(name).jdbcUrl().substring("jdbc:".length()));
      return new PostgresAddress(
          url.getHost(), url.getPort(), name, cluster.user(), "prefer", null);
    }

    PostgresAddress address(String user) {
      return new PostgresAddress(HOST, address().port(), name, user, "prefer", null);
    }

    Connection connect() throws SQLException {
      return SharedCluster.get().database(name).connect();
    }

    void run(String sql) throws SQLException {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    DatabaseReading read() throws SourceException {
      return new HeadscaleDatabase.PostgresDatabase(address(), password()).read(Progress.SILENT);
    }

    @Override
    public void close() throws SQLException {
      administer("DROP DATABASE " + name + " WITH (FORCE)");
    }
  }
}
