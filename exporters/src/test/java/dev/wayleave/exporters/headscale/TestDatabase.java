package dev.wayleave.exporters.headscale;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.testkit.database.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A database of either engine, and what an operator does to it.
interface TestDatabase extends AutoCloseable {
  HeadscaleTarget target();

  Connection connect() throws SQLException;

  @Override
  void close() throws SQLException;

  static TestDatabase of(Engine engine, Path folder) {
    return switch (engine) {
      case SQLITE -> new SqliteFile(folder.resolve("db.sqlite"));
      case POSTGRES -> new PostgresDatabase(EmptyPostgres.TEMPLATE.copy());
    };
  }

  default void run(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  default List<String> ask(String query) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        answers.add(row.getString(1));
      }
    }
    return answers;
  }

  record SqliteFile(Path file) implements TestDatabase {
    @Override
    public HeadscaleTarget target() {
      return Targets.sqlite(file);
    }

    @Override
    public Connection connect() throws SQLException {
      return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    @Override
    public void close() {
      // It goes with the test's folder.
    }
  }

  record PostgresDatabase(Database database) implements TestDatabase {
    @Override
    public HeadscaleTarget target() {
      return Targets.postgres(database);
    }

    @Override
    public Connection connect() throws SQLException {
      return database.connect();
    }

    @Override
    public void close() {
      EmptyPostgres.TEMPLATE.drop(database);
    }
  }
}
