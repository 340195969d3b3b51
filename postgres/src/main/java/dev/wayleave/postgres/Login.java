package dev.wayleave.postgres;

import dev.wayleave.postgres.ClusterException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.ServiceLoader;

/// Logs in to the started server, which proves that the password fits and makes the database.
record Login(int port, String role, String password, Path passwordFile) {
  private static final String INVALID_PASSWORD = "28P01";
  private static final String NO_SUCH_DATABASE = "3D000";

  static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  void ensureDatabase(String name) throws ClusterException {
    try {
      if (!exists(name)) {
        try (Connection connection = connect("postgres");
            Statement statement = connection.createStatement()) {
          statement.execute("CREATE DATABASE " + name);
        }
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private boolean exists(String database) throws SQLException {
    try (Connection _ = connect(database)) {
      return true;
    } catch (SQLException e) {
      if (NO_SUCH_DATABASE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", role);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("ApplicationName", "wayleave start");
    String url = url(port, database);
    Connection connection = driver(url).connect(url, properties);
    if (connection == null) {
      throw new AssertionError("a driver connects to each address that it accepts");
    }
    return connection;
  }

  /// Asks the driver itself: `DriverManager` does not see it from every class loader.
  private static Driver driver(String url) throws SQLException {
    for (Driver driver : ServiceLoader.load(Driver.class, Login.class.getClassLoader())) {
      if (driver.acceptsURL(url)) {
        return driver;
      }
    }
    throw new SQLException("no PostgreSQL driver is on the class path");
  }

  private ClusterException failure(SQLException e) {
    if (INVALID_PASSWORD.equals(e.getSQLState())) {
      return new ClusterException(
          Reason.WRONG_PASSWORD,
          "The password in %s does not open the database cluster beside it: put the right file back from a backup."
              .formatted(passwordFile),
          e);
    }
    return new ClusterException(
        Reason.START_FAILED,
        "PostgreSQL was started but does not answer as it should (%s): see pg.log beside %s."
            .formatted(firstLine(e), passwordFile),
        e);
  }

  /// The server's message; its details and hints follow on lines of their own.
  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
