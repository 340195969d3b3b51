package dev.wayleave.importers.headscale.database.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The tables and columns that any release of Headscale makes.
public final class KnownTables {
  private static final String ROW = "id created_at updated_at deleted_at";

  private static final Map<String, Set<String>> COLUMNS =
      Map.ofEntries(
          table(
              "users",
              ROW + " name display_name email provider_identifier provider profile_pic_url"),
          table(
              "nodes",
              ROW
                  + " machine_key node_key disco_key endpoints host_info hostinfo ip_address"
                  + " ip_addresses ipv4 ipv6 name hostname given_name user_id namespace_id"
                  + " registered register_method forced_tags tags auth_key_id last_seen"
                  + " last_successful_update expiry enabled_routes approved_routes"),
          table(
              "pre_auth_keys",
              "id created_at key prefix hash user_id namespace_id description reusable ephemeral"
                  + " used already_used tags expiration revoked"),
          table("api_keys", "id created_at prefix hash user_id expiration last_seen"),
          table("routes", ROW + " node_id machine_id prefix advertised enabled is_primary"),
          table("policies", ROW + " data"),
          table("pre_auth_key_acl_tags", "id pre_auth_key_id tag"),
          table("shared_machines", ROW + " machine_id namespace_id"),
          table("kvs", "key value"),
          table("migrations", "id"),
          table("database_versions", "id version updated_at"),
          table(
              "oauth_clients",
              "id client_id secret_hash scopes tags description user_id created_at revoked"),
          table(
              "oauth_access_tokens", "id prefix hash client_id scopes tags expiration created_at"),
          table("sqlite_sequence", "name seq"));

  /// Tables of a replicator that runs beside Headscale, and which Headscale tolerates.
  private static final Set<String> TOLERATED = Set.of("_litestream_seq", "_litestream_lock");

  private static final String OLD = "_old";

  private KnownTables() {}

  private static Map.Entry<String, Set<String>> table(String name, String columns) {
    return Map.entry(name, Set.of(columns.split(" ", -1)));
  }

  /// Whether Headscale, or what belongs to it, made this table.
  public static boolean isKnown(String table) {
    return COLUMNS.containsKey(current(table)) || TOLERATED.contains(table);
  }

  /// Whether this is a table that an interrupted rebuild by 0.27 left behind.
  public static boolean isOld(String table) {
    return table.endsWith(OLD)
        && COLUMNS.containsKey(table.substring(0, table.length() - OLD.length()));
  }

  /// The name under which Headscale today keeps what is in this table.
  public static String current(String table) {
    String name = isOld(table) ? table.substring(0, table.length() - OLD.length()) : table;
    return switch (name) {
      case "machines" -> "nodes";
      case "namespaces" -> "users";
      default -> name;
    };
  }

  /// Columns that no known release makes, in the table's order.
  public static List<String> unknownColumns(String table, List<String> columns) {
    Set<String> known = COLUMNS.get(current(table));
    return known == null
        ? List.of()
        : columns.stream().filter(column -> !known.contains(column)).toList();
  }
}
