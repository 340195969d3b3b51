package dev.wayleave.importers.headscale.database.schema;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The migrations that Headscale records, and what each means for whoever reads the result.
public final class Migrations {
  static final String LAST_UPDATE_DROPPED = "202402151347";
  static final String KEY_TAGS = "202408181235";
  static final String ROUTES_NEED_NODES = "202501221827";
  static final String FOREIGN_KEYS_ON = "202501311657";
  static final String FOREIGN_KEYS_RELAXED = "202502070949";
  static final String ROUTES_IN_NODES = "202502171819";
  static final String LAST_SEEN_BACK = "202505091439";
  static final String USERS_SAVED = "202505141324";
  static final String TABLES_REBUILT = "202507021200";
  static final String OLD_INDEXES_DROPPED = "202511101554-drop-old-idx";
  static final String TAGS_RENAMED = "202511131445-node-forced-tags-to-tags";
  static final String TAGGED_WITHOUT_USER = "202602201200-clear-tagged-node-user-id";
  static final String NULL_TAGS_RECOVERED = "202606181200-recover-null-tags-node-user-id";
  static final String TAGGED_WITHOUT_EXPIRY = "202607241200-clear-tagged-node-expiry";

  private static final Set<String> KNOWN =
      Set.of(
          "SCHEMA_INIT",
          "202312101416",
          "202312101430",
          LAST_UPDATE_DROPPED,
          // Thirteen digits, as Headscale has it.
          "2024041121742",
          "202406021630",
          "202409271400",
          "202407191627",
          KEY_TAGS,
          ROUTES_NEED_NODES,
          FOREIGN_KEYS_ON,
          FOREIGN_KEYS_RELAXED,
          "202502131714",
          ROUTES_IN_NODES,
          LAST_SEEN_BACK,
          USERS_SAVED,
          TABLES_REBUILT,
          "202510311551",
          OLD_INDEXES_DROPPED,
          "202511011637-preauthkey-bcrypt",
          "202511122344-remove-newline-index",
          TAGS_RENAMED,
          "202601121700-migrate-hostinfo-request-tags",
          TAGGED_WITHOUT_USER,
          "202605221435-clear-zero-time-node-expiry",
          NULL_TAGS_RECOVERED,
          "202606191500-api-key-user-id",
          "202606191501-pre-auth-key-description",
          "202606201200-pre-auth-key-revoked",
          "202606211200-oauth-clients-and-tokens",
          TAGGED_WITHOUT_EXPIRY);

  private static final int DATE_DIGITS = 12;

  private Migrations() {}

  /// Recorded ids that no release known here writes, sorted.
  public static List<String> unknown(SchemaFacts facts) {
    return facts.migrations().stream().filter(id -> !KNOWN.contains(id)).sorted().toList();
  }

  /// Whether an unknown id is younger than all known ones: then a newer Headscale wrote it.
  public static boolean isNewer(String id) {
    String newest =
        KNOWN.stream()
            .filter(known -> !known.equals("SCHEMA_INIT"))
            .map(Migrations::date)
            .collect(Collectors.maxBy(String::compareTo))
            .orElseThrow();
    return date(id).compareTo(newest) > 0;
  }

  private static String date(String id) {
    return id.length() > DATE_DIGITS ? id.substring(0, DATE_DIGITS) : id;
  }

  /// Whether a change of tables is recorded that the tables do not show.
  public static boolean contradictTables(SchemaFacts facts) {
    boolean routes =
        (facts.recorded(ROUTES_IN_NODES) || facts.recorded(USERS_SAVED))
            && facts.has("nodes")
            && !facts.has("nodes", "approved_routes");
    boolean tags = facts.recorded(TAGS_RENAMED) && !facts.has("nodes", "tags");
    return routes || tags;
  }
}
