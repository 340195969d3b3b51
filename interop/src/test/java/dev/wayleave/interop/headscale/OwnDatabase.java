package dev.wayleave.interop.headscale;

import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.database.SharedCluster;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// An empty database of one test, dropped at its end with whoever is still connected.
public record OwnDatabase(Database database) implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  public static OwnDatabase create() throws SQLException {
    String name = "peer" + NUMBER.incrementAndGet();
    administer("CREATE DATABASE " + name);
    return new OwnDatabase(SharedCluster.get().database(name));
  }

  /// Another one with the same in it; nobody may be connected to this one meanwhile.
  public OwnDatabase copy() throws SQLException {
    String name = "peer" + NUMBER.incrementAndGet();
    administer("CREATE DATABASE " + name + " TEMPLATE " + database.name());
    return new OwnDatabase(SharedCluster.get().database(name));
  }

  static int port(Database database) {
    return URI.create(database.jdbcUrl().substring("jdbc:".length())).getPort();
  }

  public int port() {
    return port(database);
  }

  /// As an endpoint; the password is to be given in `PGPASSWORD`.
  public String endpoint() {
    return "headscale+postgres:" + url();
  }

  /// Its URL without a password.
  public String url() {
    return "//%s@127.0.0.1:%d/%s".formatted(database.user(), port(), database.name());
  }

  private static void administer(String sql) throws SQLException {
    try (Connection connection = SharedCluster.get().database("postgres").connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    administer("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(database.name()));
  }
}
