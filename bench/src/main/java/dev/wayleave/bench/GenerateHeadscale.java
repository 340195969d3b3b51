package dev.wayleave.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Writes a Headscale 0.29 SQLite database with a given number of nodes.
///
/// ```text
/// GenerateHeadscale FILE NODES [SEED]
/// ```
///
/// One user for ten nodes, a third of the nodes tagged, one in twenty a subnet router with an
/// approved and an unapproved route; hostinfo and endpoints as a Linux client sends them.
public final class GenerateHeadscale {
  private static final int BATCH = 1000;

  private final Random random;
  private final int nodes;

  private GenerateHeadscale(int nodes, long seed) {
    this.nodes = nodes;
    this.random = new Random(seed);
  }

  /// Writes the file anew.
  public static void main(String[] args) throws SQLException, IOException {
    Path file = Path.of(args[0]);
    long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
    Files.deleteIfExists(file);
    try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      database.setAutoCommit(false);
      new GenerateHeadscale(Integer.parseInt(args[1]), seed).write(database);
      database.commit();
    }
  }

  private void write(Connection database) throws SQLException, IOException {
    try (Statement statement = database.createStatement()) {
      statement.executeUpdate(schema());
    }
    users(database);
    nodes(database);
  }

  private static String schema() throws IOException {
    try (var in = GenerateHeadscale.class.getResourceAsStream("schema-0.29.sql")) {
      if (in == null) {
        throw new IOException("schema-0.29.sql is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private int users() {
    return Math.max(1, nodes / 10);
  }

  private void users(Connection database) throws SQLException {
    try (PreparedStatement insert =
        database.prepareStatement(
            "insert into users (id, created_at, updated_at, name, display_name, email, provider,"
                + " profile_pic_url) values (?, ?, ?, ?, ?, ?, '', '')")) {
      for (int id = 1; id <= users(); id++) {
        insert.setInt(1, id);
        insert.setString(2, created(id));
        insert.setString(3, created(id));
        insert.setString(4, "user-" + id);
        insert.setString(5, "User " + id);
        insert.setString(6, "user-" + id + "@example.com");
        insert.addBatch();
        flush(insert, id);
      }
      insert.executeBatch();
    }
  }

  private void nodes(Connection database) throws SQLException {
    try (PreparedStatement insert =
        database.prepareStatement(
            "insert into nodes (id, machine_key, node_key, disco_key, endpoints, host_info, ipv4,"
                + " ipv6, hostname, given_name, user_id, register_method, tags, last_seen,"
                + " approved_routes, created_at, updated_at)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'cli', ?, ?, ?, ?, ?)")) {
      for (int id = 1; id <= nodes; id++) {
        node(insert, id);
        insert.addBatch();
        flush(insert, id);
      }
      insert.executeBatch();
    }
  }

  private void node(PreparedStatement insert, int id) throws SQLException {
    boolean tagged = id % 3 == 0;
    boolean router = id % 20 == 0;
    String route = "10." + (id >> 8 & 0xff) + "." + (id & 0xff) + ".0/24";
    insert.setInt(1, id);
    insert.setString(2, "mkey:" + key());
    insert.setString(3, "nodekey:" + key());
    insert.setString(4, "discokey:" + key());
    insert.setString(
        5, "[\"203.0.113." + id % 254 + ":41641\",\"192.168.1." + id % 254 + ":41641\"]");
    insert.setString(6, hostinfo(id, router ? route : null));
    insert.setString(7, "100." + (64 + (id >> 16)) + "." + (id >> 8 & 0xff) + "." + (id & 0xff));
    insert.setString(
        8,
        "fd7a:115c:a1e0::"
            + Integer.toHexString(id >> 16)
            + ":"
            + Integer.toHexString(id & 0xffff));
    insert.setString(9, "host-" + id);
    insert.setString(10, "host-" + id);
    if (tagged) {
      insert.setNull(11, Types.INTEGER);
    } else {
      insert.setInt(11, 1 + id % users());
    }
    insert.setString(12, tagged ? "[\"tag:server\"]" : "[]");
    insert.setString(13, created(id));
    insert.setString(14, router ? "[\"" + route + "\"]" : "[]");
    insert.setString(15, created(id));
    insert.setString(16, created(id));
  }

  private static void flush(PreparedStatement insert, int id) throws SQLException {
    if (id % BATCH == 0) {
      insert.executeBatch();
    }
  }

  private String key() {
    StringBuilder hex = new StringBuilder(64);
    for (int word = 0; word < 4; word++) {
      hex.append("%016x".formatted(random.nextLong()));
    }
    return hex.toString();
  }

  private static String created(int id) {
    return "2026-01-02 03:04:05.%09d+00:00".formatted(id);
  }

  private static String hostinfo(int id, @Nullable String route) {
    return "{\"IPNVersion\":\"1.98.1-t1111111aa-g22222222b\",\"BackendLogID\":\"%064x\",\"OS\":\"linux\",\"OSVersion\":\"6.1.0\",\"Distro\":\"debian\",\"DistroVersion\":\"12\",\"Hostname\":\"host-%d\",\"GoArch\":\"amd64\",%s\"Services\":[{\"Proto\":\"peerapi4\",\"Port\":%d}],\"NetInfo\":{\"MappingVariesByDestIP\":null,\"HairPinning\":null,\"WorkingIPv6\":false,\"OSHasIPv6\":null,\"WorkingUDP\":true,\"WorkingICMPv4\":null,\"UPnP\":null,\"PMP\":null,\"PCP\":null,\"PreferredDERP\":999,\"DERPLatency\":{\"999-v4\":0.012}}}"
        .formatted(
            id,
            id,
            route == null ? "" : "\"RoutableIPs\":[\"" + route + "\",\"172.16.0.0/24\"],",
            40_000 + id % 20_000);
  }
}
