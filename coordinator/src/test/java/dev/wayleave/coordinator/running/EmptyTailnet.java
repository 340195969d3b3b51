package dev.wayleave.coordinator.running;

import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.testkit.wait.Await;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/// Empties the tailnet of the application under test, as a restored backup would.
public final class EmptyTailnet {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final List<String> EMPTIED =
      List.of(
          "users",
          "nodes",
          "pre_auth_keys",
          "oauth_clients",
          "oauth_tokens",
          "policies",
          "settings",
          "secrets",
          "aliases",
          "hosted_objects",
          "identity_providers",
          "migrations",
          "last_applied",
          "change_log",
          "presence",
          "carriers");

  private EmptyTailnet() {}

  /// Leaves the API keys made here, and returns once the application has noticed.
  public static void make() throws SQLException {
    make("");
  }

  /// Has numbers of users, nodes and keys go on where they were, after an import of greater ones
  /// than other tests count with.
  public static void make(LastIds numbers) throws SQLException {
    make(
        ", last_user = %d, last_node = %d, last_pre_auth_key = %d"
            .formatted(numbers.user(), numbers.node(), numbers.preAuthKey()));
  }

  private static void make(String numbers) throws SQLException {
    Config config = ConfigProvider.getConfig();
    long version;
    try (Connection connection =
            DriverManager.getConnection(
                config.getValue("quarkus.datasource.jdbc.url", String.class),
                config.getValue("quarkus.datasource.username", String.class),
                config.getValue("quarkus.datasource.password", String.class));
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeQuery("select 1 from tailnet where id = 1 for update").close();
      for (String table : EMPTIED) {
        statement.executeUpdate("delete from " + table);
      }
      statement.executeUpdate("delete from api_keys where id < 1000000000");
      try (var row =
          statement.executeQuery(
              "update tailnet set version = version + 1"
                  + numbers
                  + " where id = 1 returning version")) {
        row.next();
        version = row.getLong(1);
      }
      connection.commit();
    }
    Await.until("the application sees the emptied tailnet", DEADLINE, () -> seen() >= version);
  }

  private static long seen() {
    return Client.owner().get("/api/v1alpha/state").jsonPath().getLong("version");
  }
}
