package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.schema.KnownTables;
import dev.wayleave.importers.headscale.database.schema.Migrations;
import dev.wayleave.importers.headscale.database.schema.Releases;
import dev.wayleave.importers.headscale.database.schema.SchemaFacts;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.SourceException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads all tables in the order in which their rows refer to each other.
final class DatabaseReader {
  private final Tables tables;
  private final String where;
  private final Findings findings;
  private final RowStream stream;

  private DatabaseReader(Tables tables, String where, Findings findings, Progress progress) {
    this.tables = tables;
    this.where = where;
    this.findings = findings;
    this.stream = new RowStream(tables, progress, findings);
  }

  /// @param where the database's name for sentences
  static DatabaseReading read(Tables tables, String where, Findings findings, Progress progress)
      throws SourceException {
    return new DatabaseReader(tables, where, findings, progress).read();
  }

  /// Tells which release wrote these tables, without reading what they hold.
  static Optional<String> release(Tables tables) throws SourceException {
    SchemaFacts schema = new DatabaseReader(tables, "", new Findings(), Progress.SILENT).schema();
    boolean none = schema.tables().keySet().stream().noneMatch(KnownTables::isKnown);
    return none ? Optional.empty() : Optional.of(Releases.detect(schema));
  }

  private DatabaseReading read() throws SourceException {
    SchemaFacts schema = schema();
    String userTable = schema.has("users") ? "users" : "namespaces";
    String nodeTable = schema.has("nodes") ? "nodes" : "machines";
    requireHeadscale(schema, userTable, nodeTable);
    SchemaFindings.report(schema, where, findings);

    UserRows users = new UserRows(stream);
    users.read(userTable);
    PreAuthKeyRows keys = new PreAuthKeyRows(stream, users);
    keys.read();
    ApiKeyRows apiKeys = new ApiKeyRows(stream, users);
    apiKeys.read();
    OAuthRows oauth = new OAuthRows(stream, users);
    oauth.read();
    RouteRows routes = new RouteRows(stream);
    routes.read();
    boolean routesTable = schema.has("routes") && !schema.has("nodes", "approved_routes");
    if (!routesTable && routes.count() > 0) {
      SchemaFindings.reportRoutesTwice(routes.count(), findings);
    }
    NodeRows nodes = new NodeRows(stream, users, keys, routes, routesTable);
    nodes.read(nodeTable);
    routes.reportOrphans(nodes::exists);
    PolicyRows policies = new PolicyRows(stream);
    policies.read();
    new LeftoverTables(tables, stream, tablesRead(userTable, nodeTable)).read();

    Counts counts =
        new Counts(
            users.count(),
            nodes.count(),
            keys.count(),
            apiKeys.count(),
            policies.count(),
            schema.has("routes") ? routes.count() : nodes.routeCount());
    return new DatabaseReading(
        Releases.detect(schema),
        tables.kind(),
        counts,
        users.entities(),
        nodes.entities(),
        keys.entities(),
        apiKeys.entities(),
        oauth.clients(),
        oauth.tokens(),
        policies.entities(),
        stream.leftovers(),
        findings.list());
  }

  private static Set<String> tablesRead(String userTable, String nodeTable) {
    return Set.of(
        userTable,
        nodeTable,
        "migrations",
        "database_versions",
        "pre_auth_key_acl_tags",
        "pre_auth_keys",
        "api_keys",
        "oauth_clients",
        "oauth_access_tokens",
        "routes",
        "policies");
  }

  private SchemaFacts schema() throws SourceException {
    Set<String> migrations = new HashSet<>();
    stream.each(
        "migrations",
        row -> {
          stream.leftOver(row);
          migrations.add(row.text("id"));
        });
    String[] version = {""};
    stream.each(
        "database_versions",
        row -> {
          stream.leftOver(row);
          version[0] = row.text("id").equals("1") ? row.text("version") : version[0];
        });
    return SchemaFacts.of(tables.all(), migrations, version[0]);
  }

  private void requireHeadscale(SchemaFacts schema, String userTable, String nodeTable)
      throws SourceException {
    boolean rebuilding = schema.has("users_old") || schema.has("nodes_old");
    if (!rebuilding && (!schema.has(userTable) || !schema.has(nodeTable))) {
      throw new SourceException(
          where
              + " is a database, but not Headscale's: it has no tables of users and nodes; name the"
              + " database that Headscale's configuration names");
    }
    require(schema, userTable, List.of("id", "name"));
    require(schema, nodeTable, List.of("id", "machine_key", "node_key"));
  }

  private void require(SchemaFacts schema, String table, List<String> columns)
      throws SourceException {
    for (String column : schema.has(table) ? columns : List.<String>of()) {
      if (!schema.has(table, column)) {
        boolean newer = Migrations.unknown(schema).stream().anyMatch(Migrations::isNewer);
        throw new SourceException(
            where
                + " cannot be read: its table "
                + table
                + " has no column "
                + column
                + (newer
                    ? ", because a newer Headscale wrote it; use a newer Wayleave"
                    : "; name the database that Headscale's configuration names"));
      }
    }
  }
}
