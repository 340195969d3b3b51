package dev.wayleave.exporters.headscale.store;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.RawRow;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What Headscale's tables hold, in the words of the inventory.
final class RowKinds {
  /// What running clients change by themselves: nobody's work is lost where it is.
  private static final Set<String> SELF_HEALING =
      Set.of("last_seen", "endpoints", "host_info", "disco_key", "updated_at");

  private static final Set<String> SECRET = Set.of("key", "hash", "secret_hash");

  private RowKinds() {}

  static EntityKind of(String table) {
    return switch (table) {
      case "users" -> EntityKind.USER;
      case "pre_auth_keys" -> EntityKind.PRE_AUTH_KEY;
      case "api_keys" -> EntityKind.API_KEY;
      case "nodes" -> EntityKind.NODE;
      case "policies" -> EntityKind.POLICY;
      case "oauth_clients" -> EntityKind.OAUTH_CLIENT;
      case "oauth_access_tokens" -> EntityKind.OAUTH_TOKEN;
      default -> throw new IllegalArgumentException("no schema has a table " + table);
    };
  }

  static EntityRef ref(String table, long id) {
    return new EntityRef(of(table), Long.toString(id));
  }

  static boolean isSelfHealing(String column) {
    return SELF_HEALING.contains(column);
  }

  static boolean isSecret(String column) {
    return SECRET.contains(column);
  }

  /// Columns that no edit of a row changes: where they all do, it is another row under the same id.
  static List<String> identity(String table) {
    return switch (of(table)) {
      case USER -> List.of("created_at");
      case NODE -> List.of("created_at", "machine_key");
      case PRE_AUTH_KEY -> List.of("created_at", "key", "hash");
      case API_KEY -> List.of("created_at", "hash");
      case OAUTH_CLIENT,
          OAUTH_TOKEN,
          POLICY,
          SERVER,
          DNS,
          DERP,
          TRANSITION,
          SECRET,
          ALIAS,
          IDENTITY_PROVIDER,
          HOSTED ->
          List.of();
    };
  }

  /// A row's human name; empty where it has none.
  static String label(RawRow row) {
    for (String column : named(row.table())) {
      String text = RawValues.text(row.get(column));
      if (text != null && !text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  private static List<String> named(String table) {
    return switch (of(table)) {
      case USER -> List.of("name", "display_name", "email");
      case NODE -> List.of("given_name", "hostname");
      case PRE_AUTH_KEY, API_KEY, OAUTH_TOKEN -> List.of("prefix");
      case OAUTH_CLIENT -> List.of("description", "client_id");
      case POLICY, SERVER, DNS, DERP, TRANSITION, SECRET, IDENTITY_PROVIDER, ALIAS, HOSTED ->
          List.of();
    };
  }

  /// Kind, id and name, for example `node 5 (db-1)`.
  static String object(String table, long id, @Nullable RawRow row) {
    String label = row == null ? "" : label(row);
    return of(table).singular() + " " + id + (label.isEmpty() ? "" : " (" + label + ")");
  }
}
