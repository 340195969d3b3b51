package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.schema.ColumnType;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.RawValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/// Looks at the rows as they would be, and finds what must not be.
final class RowFindings {
  /// A column whose value is the id of another table's row.
  private record Reference(String table, String column, String to) {}

  private static final List<Reference> REFERENCES =
      List.of(
          new Reference("pre_auth_keys", "user_id", "users"),
          new Reference("nodes", "user_id", "users"),
          new Reference("nodes", "auth_key_id", "pre_auth_keys"));

  /// What no two rows may share where one came from the source and one did not.
  private static final Map<String, List<String>> UNIQUE =
      Map.of(
          "users", List.of("name", "provider_identifier"),
          "nodes", List.of("ipv4", "ipv6", "given_name", "node_key"),
          "oauth_clients", List.of("client_id"));

  private final HeadscaleSchema schema;
  private final Image present;
  private final Image result;
  private final ValueDigest digest;
  private final BiFunction<String, Long, String> object;

  /// @param object names a row for a person
  RowFindings(
      HeadscaleSchema schema,
      Image present,
      Image result,
      BiFunction<String, Long, String> object) {
    this.schema = schema;
    this.present = present;
    this.result = result;
    this.digest = new ValueDigest(schema.engine());
    this.object = object;
  }

  List<Finding> replaced(List<Decision> decisions) {
    return decisions.stream()
        .map(decision ->
            Finding.blocker(
                "ROW_REPLACED",
                object.apply(decision.table(), decision.id()),
                "The source now holds another row under this id than the one that was applied.",
                "Check that this is the same source as before; if the row was deleted and its id"
                    + " given anew, use --overwrite "
                    + RowKinds.of(decision.table()).plural()
                    + "."))
        .toList();
  }

  List<Finding> strangers(List<Decision> decisions) {
    return decisions.stream()
        .map(decision ->
            Finding.blocker(
                "COLLISION_ID",
                object.apply(decision.table(), decision.id()),
                "The target already holds this id, and not from this source.",
                "Write to an empty database, or use --overwrite "
                    + RowKinds.of(decision.table()).plural()
                    + " where it is the same."))
        .toList();
  }

  /// References to rows that would not be there.
  List<Finding> dangling() {
    List<Finding> findings = new ArrayList<>();
    for (Reference reference : REFERENCES) {
      int column = column(reference.table(), reference.column());
      if (column >= 0) {
        dangling(reference, column, findings);
      }
    }
    return findings;
  }

  private void dangling(Reference reference, int column, List<Finding> findings) {
    Set<Long> there = ids(result, reference.to());
    Set<Long> before = ids(present, reference.to());
    result
        .rows(reference.table())
        .forEach((id, row) -> {
          long value = row[column];
          long[] former = present.find(reference.table(), id);
          boolean asEver = former != null && former[column] == value && !before.contains(value);
          if (value != 0 && !there.contains(value) && !asEver) {
            findings.add(
                Finding.blocker(
                    reference.to().equals("users") ? "USER_MISSING" : "AUTH_KEY_MISSING",
                    object.apply(reference.table(), id),
                    "It belongs to a "
                        + RowKinds.of(reference.to()).singular()
                        + " that would not exist.",
                    "Keep that "
                        + RowKinds.of(reference.to()).singular()
                        + ", or move or delete what belongs to it."));
          }
        });
  }

  private Set<Long> ids(Image image, String table) {
    Set<Long> ids = new HashSet<>();
    image
        .rows(table)
        .keySet()
        .forEach(id -> ids.add(digest.of(ColumnType.INTEGER, new RawValue.Int(id))));
    return ids;
  }

  /// Names, addresses and keys that a row of the target's own shares with one that is written.
  List<Finding> shared(List<Decision> decisions) {
    List<Finding> findings = new ArrayList<>();
    for (TableShape shape : schema.tables()) {
      for (String column : UNIQUE.getOrDefault(shape.name(), List.of())) {
        int at = RowMerge.column(shape, column);
        if (at >= 0) {
          shared(shape.name(), column, at, decisions, findings);
        }
      }
    }
    return findings;
  }

  private void shared(
      String table, String column, int at, List<Decision> decisions, List<Finding> findings) {
    long empty = digest.of(ColumnType.TEXT, new RawValue.Text(""));
    Map<Long, Long> own = new HashMap<>();
    for (Decision decision : decisions) {
      long[] row = present.find(table, decision.id());
      boolean kept = decision.table().equals(table) && decision.op() == Decision.Op.KEEP;
      if (kept && row != null && row[at] != 0 && row[at] != empty) {
        own.put(row[at], decision.id());
      }
    }
    if (own.isEmpty()) {
      return;
    }
    for (Decision decision : decisions) {
      long[] row = result.find(table, decision.id());
      if (decision.table().equals(table)
          && decision.op().writes()
          && row != null
          && own.containsKey(row[at])) {
        findings.add(collision(table, column, decision.id(), own.get(row[at])));
      }
    }
  }

  private Finding collision(String table, String column, long id, long other) {
    boolean address = column.equals("ipv4") || column.equals("ipv6");
    return Finding.blocker(
        address ? "COLLISION_ADDRESS" : "COLLISION_NAME",
        object.apply(table, id),
        "Its " + column + " is also that of the target's own " + object.apply(table, other) + ".",
        "Rename or delete one of the two, and plan again.");
  }

  private int column(String table, String column) {
    return schema.tables().stream()
        .filter(shape -> shape.name().equals(table))
        .map(shape -> RowMerge.column(shape, column))
        .findFirst()
        .orElse(-1);
  }
}
