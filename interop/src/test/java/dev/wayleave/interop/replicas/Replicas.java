package dev.wayleave.interop.replicas;

import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.takeover.Stage;
import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.database.TemplateDatabase;
import dev.wayleave.testkit.line.Forwarder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Three replicas as processes inside a test network, their database and what hands clients to them
/// outside.
final class Replicas {
  private static final int NUMBER = 3;
  private static final TemplateDatabase EMPTY = TemplateDatabase.migratedBy("replicas", _ -> {});

  private final Database database = EMPTY.copy();
  private final List<RealCoordinator> all = new ArrayList<>();
  private final Forwarder forwarder;

  private Replicas(Forwarder forwarder) {
    this.forwarder = forwarder;
  }

  static Replicas on(Stage stage) throws IOException {
    Replicas replicas = new Replicas(stage.with(new Forwarder()));
    AutoCloseable dropped = () -> EMPTY.drop(replicas.database);
    AutoCloseable _ = stage.with(dropped);
    replicas.start(stage);
    return replicas;
  }

  private void start(Stage stage) throws IOException {
    URI at = URI.create(database.jdbcUrl().substring("jdbc:".length()));
    stage.network().reach(at.getPort());
    stage.network().reach(forwarder.port());
    Map<String, String> settings =
        Map.of(
            "WAYLEAVE_DB_URL", at.toString(),
            "WAYLEAVE_DB_USER", database.user(),
            "WAYLEAVE_DB_PASSWORD", database.password());
    for (int i = 1; i <= NUMBER; i++) {
      RealCoordinator replica =
          RealCoordinator.replica(
              stage.network(), stage.room().resolve("replica-" + i), url(), settings);
      all.add(stage.with(replica));
    }
    forwarder.lead(all.stream().map(RealCoordinator::door).toList());
  }

  /// Where clients are led to one replica or another.
  String url() {
    return "http://127.0.0.1:" + forwarder.port();
  }

  List<RealCoordinator> all() {
    return all;
  }

  Forwarder forwarder() {
    return forwarder;
  }

  /// How many nodes hold a stream at each replica, as these have written it down.
  Map<RealCoordinator, Integer> streams() throws IOException, SQLException {
    Map<UUID, Integer> byId = new HashMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select replica, count(*) from presence where online group by replica")) {
      while (rows.next()) {
        byId.put(rows.getObject(1, UUID.class), rows.getInt(2));
      }
    }
    Map<RealCoordinator, Integer> streams = new HashMap<>();
    for (RealCoordinator replica : all) {
      UUID id = UUID.fromString(Files.readString(replica.data().resolve("replica.id")).strip());
      streams.put(replica, byId.getOrDefault(id, 0));
    }
    return streams;
  }
}
