package dev.wayleave.interop.takeover;

import dev.wayleave.interop.headscale.HeadscaleRelease;
import dev.wayleave.interop.headscale.OwnDatabase;
import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.tailscale.RealHeadscale;
import dev.wayleave.interop.tailscale.TestNetwork;
import dev.wayleave.testkit.fixture.SchemaRecording;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Headscale that Wayleave writes: its directory, and its database on one of the engines.
final class HeadscaleToBe implements AutoCloseable {
  /// What is written.
  enum What {
    /// The directory with the database in it.
    WITH_SQLITE,
    /// The directory, and a database that its configuration names.
    WITH_POSTGRES,
    /// The directory, and its database for itself, which the server is told by its environment.
    THEN_POSTGRES
  }

  private final HeadscaleRelease release;
  private final What what;
  private final Path folder;
  private final @Nullable OwnDatabase named;
  private final @Nullable OwnDatabase alone;

  HeadscaleToBe(HeadscaleRelease release, What what, TestNetwork network, Path folder)
      throws IOException, SQLException {
    this.release = release;
    this.what = what;
    this.folder = folder;
    this.named = what == What.WITH_SQLITE ? null : OwnDatabase.create();
    this.alone = what == What.THEN_POSTGRES ? OwnDatabase.create() : null;
    if (named != null) {
      network.reach(named.port());
    }
  }

  /// Writes what a coordinator holds, and answers what was said.
  String write(RealCoordinator wayleave, List<String> options) throws Exception {
    List<String> whole = new ArrayList<>(List.of("--to", "headscale:" + folder, "--database"));
    whole.add(named == null ? "sqlite" : "postgres:" + named.url());
    String said = apply(wayleave, whole, options);
    if (alone != null && named != null) {
      said += apply(wayleave, List.of("--to", alone.endpoint()), options);
      // So that it cannot be the one that is served.
      named.close();
    }
    return said;
  }

  private String apply(RealCoordinator wayleave, List<String> to, List<String> options)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("apply", "--from", "wayleave:"));
    command.addAll(to);
    command.addAll(List.of("--schema", release.line(), "--yes"));
    command.addAll(options);
    Map<String, String> password = new HashMap<>();
    if (named != null) {
      password.put("PGPASSWORD", named.database().password());
    }
    return wayleave.wayleaveOutside(password, command.toArray(new String[0])).ok().out();
  }

  /// Its server, which is not started yet.
  RealHeadscale server(TestNetwork network) throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>();
    if (named != null) {
      environment.put("HEADSCALE_DATABASE_POSTGRES_PASS", named.database().password());
    }
    if (alone != null) {
      environment.put("HEADSCALE_DATABASE_POSTGRES_NAME", alone.database().name());
    }
    return new RealHeadscale(network, release.binary(), folder, environment);
  }

  /// Its tables and what is noted of migrations, which a server that migrates nothing leaves alone.
  List<String> notes() throws SQLException {
    try (Connection database = connect()) {
      return SchemaRecording.of(database);
    }
  }

  /// The column `user_id` of its nodes, which may be empty.
  Map<Long, @Nullable Long> usersOfNodes() throws SQLException {
    Map<Long, @Nullable Long> users = new HashMap<>();
    try (Connection database = connect();
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, user_id FROM nodes")) {
      while (rows.next()) {
        long user = rows.getLong(2);
        @Nullable Long named = rows.wasNull() ? null : Long.valueOf(user);
        users.put(rows.getLong(1), named);
      }
    }
    return users;
  }

  private Connection connect() throws SQLException {
    OwnDatabase served = alone == null ? named : alone;
    return served == null
        ? DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("db.sqlite"))
        : served.database().connect();
  }

  @Override
  public void close() throws SQLException {
    for (OwnDatabase own : new OwnDatabase[] {alone, named}) {
      if (own != null) {
        own.close();
      }
    }
  }

  @Override
  public String toString() {
    return release + " " + what;
  }
}
