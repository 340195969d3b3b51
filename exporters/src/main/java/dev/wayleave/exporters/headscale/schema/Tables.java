package dev.wayleave.exporters.headscale.schema;

import static dev.wayleave.exporters.headscale.schema.ColumnType.BOOLEAN;
import static dev.wayleave.exporters.headscale.schema.ColumnType.BYTES;
import static dev.wayleave.exporters.headscale.schema.ColumnType.INTEGER;
import static dev.wayleave.exporters.headscale.schema.ColumnType.TEXT;
import static dev.wayleave.exporters.headscale.schema.ColumnType.TIME;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_27;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_28;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_29;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_30_DEV;
import static dev.wayleave.exporters.headscale.schema.TableDesign.table;

import dev.wayleave.exporters.headscale.schema.TableDesign.Column;
import dev.wayleave.exporters.headscale.schema.TableDesign.Index;
import dev.wayleave.exporters.headscale.schema.TableDesign.Reference;
import dev.wayleave.exporters.headscale.schema.TableDesign.Releases;
import java.util.List;
import java.util.stream.Stream;

/// The tables of Headscale.
///
/// Columns stand in the order in which its object mapper makes them in an empty database; that they
/// are all there is proved against what each release really made.
final class Tables {
  private static final TableDesign USERS =
      table("users")
          .with(TIME, "created_at", "updated_at", "deleted_at")
          .with(TEXT, "name", "display_name", "email", "provider_identifier", "provider")
          .with(TEXT, "profile_pic_url")
          .indexed(
              index("idx_users_deleted_at", "deleted_at"),
              // An account of an identity provider may have the name of a local user, and two
              // accounts may share a name.
              written(
                  "idx_provider_identifier",
                  "provider_identifier IS NOT NULL",
                  "provider_identifier"),
              written("idx_name_provider_identifier", "", "name", "provider_identifier"),
              written("idx_name_no_provider_identifier", "provider_identifier IS NULL", "name"))
          .rebuiltAs(
              "name",
              "display_name",
              "email",
              "provider_identifier",
              "provider",
              "profile_pic_url",
              "created_at",
              "updated_at",
              "deleted_at");

  private static final TableDesign PRE_AUTH_KEYS =
      table("pre_auth_keys")
          .with(TEXT, "key")
          .with(Releases.since(V0_28), TEXT, "prefix")
          .with(Releases.since(V0_28), BYTES, "hash")
          .with(INTEGER, "user_id")
          .with(Releases.since(V0_30_DEV), TEXT, "description")
          .with(BOOLEAN, "reusable")
          .and(withStandard("ephemeral", "false"), withStandard("used", "false"))
          .with(TEXT, "tags")
          .with(TIME, "created_at", "expiration")
          .with(Releases.since(V0_30_DEV), TIME, "revoked")
          .referring(new Reference("fk_pre_auth_keys_user", "user_id", "users", "SET NULL"))
          .indexed(
              new Index(
                  "idx_pre_auth_keys_prefix",
                  true,
                  List.of("prefix"),
                  "prefix IS NOT NULL AND prefix != ''",
                  false,
                  Releases.since(V0_28)))
          .rebuiltAs(
              "key",
              "user_id",
              "reusable",
              "ephemeral",
              "used",
              "tags",
              "expiration",
              "created_at");

  private static final TableDesign API_KEYS =
      table("api_keys")
          .with(TEXT, "prefix")
          .with(BYTES, "hash")
          // Refers to a user, but Headscale declares no foreign key.
          .with(Releases.since(V0_30_DEV), INTEGER, "user_id")
          .with(TIME, "created_at", "expiration", "last_seen")
          .indexed(unique("idx_api_keys_prefix", "prefix"))
          .rebuiltAs("prefix", "hash", "expiration", "last_seen", "created_at");

  private static final TableDesign NODES =
      table("nodes")
          .with(TEXT, "machine_key", "node_key", "disco_key", "endpoints", "host_info")
          .with(TEXT, "ipv4", "ipv6", "hostname")
          .and(new Column("given_name", TEXT, 63, false, "", Releases.ALL))
          .with(INTEGER, "user_id")
          .with(TEXT, "register_method")
          .with(Releases.until(V0_27), TEXT, "forced_tags")
          .with(Releases.since(V0_28), TEXT, "tags")
          .with(INTEGER, "auth_key_id")
          .with(TIME, "expiry", "last_seen")
          .with(TEXT, "approved_routes")
          .with(TIME, "created_at", "updated_at", "deleted_at")
          .referring(
              new Reference("fk_nodes_user", "user_id", "users", "CASCADE"),
              new Reference("fk_nodes_auth_key", "auth_key_id", "pre_auth_keys", ""))
          .rebuiltAs(
              "machine_key",
              "node_key",
              "disco_key",
              "endpoints",
              "host_info",
              "ipv4",
              "ipv6",
              "hostname",
              "given_name",
              "user_id",
              "register_method",
              "forced_tags",
              "auth_key_id",
              "last_seen",
              "expiry",
              "approved_routes",
              "created_at",
              "updated_at",
              "deleted_at");

  private static final TableDesign POLICIES =
      table("policies")
          .with(TIME, "created_at", "updated_at", "deleted_at")
          .with(TEXT, "data")
          .indexed(index("idx_policies_deleted_at", "deleted_at"))
          .rebuiltAs("data", "created_at", "updated_at", "deleted_at");

  private static final TableDesign OAUTH_CLIENTS =
      table("oauth_clients")
          .since(V0_30_DEV)
          .with(TEXT, "client_id")
          .with(BYTES, "secret_hash")
          .with(TEXT, "scopes", "tags", "description")
          .with(INTEGER, "user_id")
          .with(TIME, "created_at", "revoked")
          .indexed(unique("idx_oauth_clients_client_id", "client_id"));

  private static final TableDesign OAUTH_ACCESS_TOKENS =
      table("oauth_access_tokens")
          .since(V0_30_DEV)
          .with(TEXT, "prefix")
          .with(BYTES, "hash")
          .with(TEXT, "client_id", "scopes", "tags")
          .with(TIME, "expiration", "created_at")
          .indexed(unique("idx_oauth_access_tokens_prefix", "prefix"));

  /// Holds no tailnet: which release ran last.
  static final TableDesign DATABASE_VERSIONS =
      table("database_versions")
          .since(V0_29)
          .and(new Column("version", TEXT, 0, true, "", Releases.ALL))
          .with(TIME, "updated_at");

  private Tables() {}

  /// The tables that hold a tailnet, referred-to tables first.
  static List<TableDesign> of(SchemaRelease release) {
    return Stream.of(
            USERS, PRE_AUTH_KEYS, API_KEYS, NODES, POLICIES, OAUTH_CLIENTS, OAUTH_ACCESS_TOKENS)
        .filter(table -> table.releases().include(release))
        .toList();
  }

  private static Column withStandard(String name, String standard) {
    return new Column(name, BOOLEAN, 0, false, standard, Releases.ALL);
  }

  private static Index index(String name, String column) {
    return new Index(name, false, List.of(column), "", false, Releases.ALL);
  }

  private static Index unique(String name, String column) {
    return new Index(name, true, List.of(column), "", false, Releases.ALL);
  }

  private static Index written(String name, String where, String... columns) {
    return new Index(name, true, List.of(columns), where, true, Releases.ALL);
  }
}
