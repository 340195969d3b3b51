package dev.wayleave.importers.headscale.database.schema;

import java.util.Arrays;

/// Tells which releases of Headscale leave a schema like this one.
///
/// The answer is one release (`0.29.2`) or a range (`0.24.3 to 0.25.1`) where releases leave the
/// same schema. Questions are asked from the coarse to the fine: first which tables and columns
/// there are, then, among the releases that this leaves, which migrations are recorded.
public final class Releases {
  private Releases() {}

  public static String detect(SchemaFacts facts) {
    if (!facts.has("nodes")) {
      return facts.has("machines") ? withMachines(facts) : "0.26.0 to 0.27.0";
    }
    if (facts.has("nodes", "approved_routes")) {
      return withApprovedRoutes(facts);
    }
    if (!facts.has("nodes", "ipv4")) {
      return withAddressList(facts);
    }
    return withRoutesTable(facts);
  }

  /// Until 0.22.3 nothing recorded any migration.
  private static String withMachines(SchemaFacts facts) {
    if (facts.has("users")) {
      boolean unique =
          facts.column("api_keys", "prefix").map(column -> column.unique()).orElse(false);
      return unique ? "0.22.3" : "0.19.0 to 0.22.2";
    }
    if (facts.has("routes")) {
      return "0.18.0";
    }
    if (facts.has("machines", "given_name")) {
      return facts.has("pre_auth_key_acl_tags") ? "0.17.0 to 0.17.1" : "0.16.0 to 0.17.0-alpha4";
    }
    if (facts.has("machines", "ip_addresses")) {
      return facts.has("machines", "registered") ? "0.13.0 to 0.14.0" : "0.15.0";
    }
    if (facts.has("shared_machines")) {
      return facts.has("pre_auth_keys", "used") ? "0.10.2 to 0.12.4" : "0.8.0 to 0.10.1";
    }
    return facts.has("machines", "last_successful_update") ? "0.7.0 to 0.7.1" : "0.2.0 to 0.6.1";
  }

  private static String withAddressList(SchemaFacts facts) {
    if (!facts.has("migrations")) {
      return "0.23.0-alpha1";
    }
    // The column goes with that migration, but a fresh database of the earlier alphas lacks it too.
    boolean later =
        facts.recorded(Migrations.LAST_UPDATE_DROPPED)
            && !facts.has("nodes", "last_successful_update");
    return later ? "0.23.0-alpha5 to 0.23.0-alpha6" : "0.23.0-alpha2 to 0.23.0-alpha4";
  }

  private static String withRoutesTable(SchemaFacts facts) {
    if (!facts.has("policies")) {
      return "0.23.0-alpha7 to 0.23.0-alpha12";
    }
    if (!facts.has("users", "provider_identifier")) {
      return "0.23.0";
    }
    if (facts.recorded(Migrations.FOREIGN_KEYS_RELAXED)) {
      return "0.24.3 to 0.25.1";
    }
    if (facts.recorded(Migrations.FOREIGN_KEYS_ON)) {
      return "0.25.0-beta.1";
    }
    boolean nodeRequired =
        facts.column("routes", "node_id").map(column -> column.notNull()).orElse(false);
    if (nodeRequired) {
      return facts.recorded(Migrations.ROUTES_NEED_NODES) ? "0.24.1 to 0.24.2" : "0.24.1 to 0.25.1";
    }
    return facts.recorded(Migrations.KEY_TAGS) ? "0.24.0" : "0.24.0 to 0.25.1";
  }

  private static String withApprovedRoutes(SchemaFacts facts) {
    if (facts.has("nodes", "tags")) {
      return withTags(facts);
    }
    if (facts.has("pre_auth_keys", "prefix")) {
      return "0.27.1 to 0.28.0";
    }
    if (!facts.has("nodes", "last_seen")) {
      return "0.26.0-beta.1";
    }
    if (facts.recorded(Migrations.OLD_INDEXES_DROPPED)) {
      return "0.27.1";
    }
    if (facts.recorded(Migrations.TABLES_REBUILT)) {
      return "0.27.0";
    }
    if (facts.recorded(Migrations.USERS_SAVED)) {
      return "0.26.0 to 0.26.1";
    }
    return facts.recorded(Migrations.LAST_SEEN_BACK) ? "0.26.0-beta.2" : "0.26.0 to 0.27.1";
  }

  private static String withTags(SchemaFacts facts) {
    boolean oauth = facts.has("oauth_clients");
    String recorded = facts.recordedVersion();
    if (!recorded.isEmpty() && oauth == !isBefore(recorded, 0, 30)) {
      return recorded;
    }
    if (oauth) {
      return "0.30.0-dev";
    }
    if (!facts.has("database_versions")) {
      return facts.recorded(Migrations.TAGGED_WITHOUT_USER) ? "0.28.0 to 0.29.0" : "0.28.0";
    }
    if (facts.recorded(Migrations.TAGGED_WITHOUT_EXPIRY)) {
      return "0.29.3 to 0.30.0-dev";
    }
    return facts.recorded(Migrations.NULL_TAGS_RECOVERED) ? "0.29.1 to 0.29.2" : "0.29.0";
  }

  /// Compares the first two numbers of a version; what is no number counts as new.
  static boolean isBefore(String version, int major, int minor) {
    String[] parts = version.split("[.-]", -1);
    int[] numbers =
        Arrays.stream(parts)
            .limit(2)
            .mapToInt(part -> part.matches("\\d{1,6}") ? Integer.parseInt(part) : Integer.MAX_VALUE)
            .toArray();
    if (numbers.length < 2 || numbers[0] != major) {
      return numbers.length == 2 && numbers[0] < major;
    }
    return numbers[1] < minor;
  }
}
