package dev.wayleave.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// A connection that runs statements and reads single values.
record Sql(Connection connection) implements AutoCloseable {

  static Sql on(EmbeddedCluster cluster) throws SQLException {
    return new Sql(cluster.jdbcUrl(), cluster);
  }

  Sql(String url, EmbeddedCluster cluster) throws SQLException {
    this(DriverManager.getConnection(url, cluster.user(), cluster.password()));
  }

  void run(String statement) throws SQLException {
    try (Statement running = connection.createStatement()) {
      running.execute(statement);
    }
  }

  String value(String query) throws SQLException {
    try (Statement running = connection.createStatement();
        ResultSet result = running.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
