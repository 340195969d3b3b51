package dev.wayleave.exporters.headscale.schema;

import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_26;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_27;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_28;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_29;
import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_30_DEV;

import java.util.List;
import java.util.stream.Stream;

/// What each release notes as done in a database that it made itself.
final class RecordedMigrations {
  /// Since 0.28 an empty database is made in one go and gets this mark beside all that the release
  /// knows.
  static final String MADE_AT_ONCE = "SCHEMA_INIT";

  /// On its way into patch releases of 0.29 when this was written: clears values, changes no table.
  private static final String NEWEST_TOLERATED = "202607241200-clear-tagged-node-expiry";

  /// @param since the release that brought it
  private record Migration(SchemaRelease since, String id) {}

  /// Gone from Headscale since 0.28; recorded in this order, which is not that of their dates.
  private static final List<String> BEFORE_0_25 =
      List.of(
          "202312101416",
          "202312101430",
          "202402151347",
          // Thirteen digits, as Headscale has it.
          "2024041121742",
          "202406021630",
          "202409271400",
          "202407191627",
          "202408181235");

  private static final List<Migration> SINCE_0_25 =
      List.of(
          new Migration(V0_26, "202501221827"),
          new Migration(V0_26, "202501311657"),
          new Migration(V0_26, "202502070949"),
          new Migration(V0_26, "202502131714"),
          new Migration(V0_26, "202502171819"),
          new Migration(V0_26, "202505091439"),
          new Migration(V0_26, "202505141324"),
          new Migration(V0_27, "202507021200"),
          new Migration(V0_27, "202510311551"),
          new Migration(V0_27, "202511101554-drop-old-idx"),
          new Migration(V0_28, "202511011637-preauthkey-bcrypt"),
          new Migration(V0_28, "202511122344-remove-newline-index"),
          new Migration(V0_28, "202511131445-node-forced-tags-to-tags"),
          new Migration(V0_28, "202601121700-migrate-hostinfo-request-tags"),
          new Migration(V0_29, "202602201200-clear-tagged-node-user-id"),
          new Migration(V0_29, "202605221435-clear-zero-time-node-expiry"),
          new Migration(V0_29, "202606181200-recover-null-tags-node-user-id"),
          new Migration(V0_30_DEV, "202606191500-api-key-user-id"),
          new Migration(V0_30_DEV, "202606191501-pre-auth-key-description"),
          new Migration(V0_30_DEV, "202606201200-pre-auth-key-revoked"),
          new Migration(V0_30_DEV, "202606211200-oauth-clients-and-tokens"));

  private RecordedMigrations() {}

  /// In the order in which the release records them in an empty database.
  static List<String> of(SchemaRelease release) {
    List<String> first = release.atLeast(V0_28) ? List.of(MADE_AT_ONCE) : BEFORE_0_25;
    return Stream.concat(first.stream(), required(release).stream()).toList();
  }

  /// Those that the release would run where they are not recorded, and that can be in any database
  /// of it, however it came about.
  static List<String> required(SchemaRelease release) {
    return SINCE_0_25.stream()
        .filter(migration -> release.atLeast(migration.since()))
        .map(Migration::id)
        .toList();
  }

  /// Whether only releases later than this one record it; true also for what is unknown and younger
  /// than all that is known.
  static boolean isLater(String id, SchemaRelease release) {
    return SINCE_0_25.stream()
        .filter(migration -> migration.id().equals(id))
        .findFirst()
        .map(migration -> !release.atLeast(migration.since()))
        .orElse(id.compareTo(NEWEST_TOLERATED) > 0 && Character.isDigit(id.charAt(0)));
  }
}
