package dev.wayleave.exporters.headscale.schema;

import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.testkit.database.Catalogue;
import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.database.TemplateDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A database that was made from a schema, in memory or in the tests' PostgreSQL.
final class MadeDatabase implements AutoCloseable {
  private final HeadscaleSchema schema;
  private final Connection connection;
  private final @Nullable Database copy;

  private MadeDatabase(HeadscaleSchema schema, Connection connection, @Nullable Database copy) {
    this.schema = schema;
    this.connection = connection;
    this.copy = copy;
  }

  /// A database with the schema's tables and what the release notes in them.
  static MadeDatabase of(HeadscaleSchema schema) throws SQLException {
    MadeDatabase made = empty(schema);
    made.create();
    return made;
  }

  /// A database with nothing in it.
  static MadeDatabase empty(HeadscaleSchema schema) throws SQLException {
    return switch (schema.engine()) {
      case SQLITE ->
          new MadeDatabase(schema, DriverManager.getConnection("jdbc:sqlite::memory:"), null);
      case POSTGRES -> {
        Database copy = Empty.TEMPLATE.copy();
        yield new MadeDatabase(schema, copy.connect(), copy);
      }
    };
  }

  Connection connection() {
    return connection;
  }

  void create() throws SQLException {
    for (String statement : schema.creation()) {
      execute(statement);
    }
    for (RawRow row : schema.bookkeeping(Instant.EPOCH)) {
      insert(row);
    }
    afterRows();
  }

  void afterRows() throws SQLException {
    for (String statement : schema.afterRows()) {
      execute(statement);
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  List<String> rows(String query) throws SQLException {
    return Catalogue.rows(connection, query);
  }

  ExistingSchema existing() throws SQLException {
    return ExistingSchema.read(connection, schema.engine());
  }

  private void insert(RawRow row) throws SQLException {
    String places =
        row.names().stream()
            .map(name -> name.equals("updated_at") && copy != null ? "?::timestamptz" : "?")
            .collect(Collectors.joining(", "));
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(row.table(), String.join(", ", row.names()), places))) {
      int place = 1;
      for (RawValue value : row.values()) {
        switch (value) {
          case RawValue.Int number -> insert.setLong(place++, number.v());
          case RawValue.Text text -> insert.setString(place++, text.v());
          case RawValue.Null _, RawValue.Real _, RawValue.Blob _, RawValue.Hidden _ ->
              throw new AssertionError("bookkeeping is numbers and texts");
        }
      }
      insert.execute();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    if (copy != null) {
      Empty.TEMPLATE.drop(copy);
    }
  }

  /// Started only where a test asks for PostgreSQL.
  private static final class Empty {
    static final TemplateDatabase TEMPLATE =
        TemplateDatabase.migratedBy("headscale_schema", _ -> {});
  }
}
