package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.IpPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/// Reads `routes`, in which 0.18 to 0.25 kept what nodes advertise and may route.
///
/// The rows stay among the leftovers: their ids, times and `is_primary` have no place in a node.
final class RouteRows {
  /// The routes of one node.
  record Routes(List<IpPrefix> advertised, List<IpPrefix> approved) {
    static Routes none() {
      return new Routes(new ArrayList<>(), new ArrayList<>());
    }
  }

  private record Target(Row row, long node) {}

  private final RowStream stream;
  private final Map<Long, Routes> byNode = new HashMap<>();
  private final List<Target> targets = new ArrayList<>();
  private long count;

  RouteRows(RowStream stream) {
    this.stream = stream;
  }

  void read() throws SourceException {
    stream.each("routes", this::row);
  }

  /// The rows that are not deleted.
  long count() {
    return count;
  }

  Routes of(long node) {
    return byNode.getOrDefault(node, Routes.none());
  }

  private void row(Row row) {
    stream.leftOver(row);
    RowFaults faults = faults(row);
    if (!row.isNull("deleted_at")) {
      faults.report(
          Finding.Level.INFO,
          "ROUTE_DELETED",
          "Headscale deleted this route at " + row.text("deleted_at") + ".",
          "Nothing to do: the row is kept beside the nodes.");
      return;
    }
    count++;
    Long node = row.reference(row.either("node_id", "machine_id"));
    targets.add(new Target(row, node == null ? -1 : node));
    if (node != null) {
      merge(faults, byNode.computeIfAbsent(node, _ -> Routes.none()));
    }
  }

  private RowFaults faults(Row row) {
    return stream.faults(row, "route " + row.text("id") + " (" + row.text("prefix") + ")");
  }

  private static void merge(RowFaults faults, Routes routes) {
    boolean advertised = faults.flag("advertised", false);
    boolean enabled = faults.flag("enabled", false);
    if (!advertised && !enabled) {
      return;
    }
    List<IpPrefix> prefix = Prefixes.parse(faults, List.of(faults.row().text("prefix")));
    if (advertised) {
      routes.advertised().addAll(prefix);
    }
    if (enabled) {
      routes.approved().addAll(prefix);
    }
  }

  /// Reports the routes that belong to no node; Headscale ignores them too.
  void reportOrphans(LongPredicate nodeExists) {
    for (Target target : targets) {
      if (!nodeExists.test(target.node())) {
        String node = target.row().text(target.row().either("node_id", "machine_id"));
        faults(target.row())
            .report(
                Finding.Level.INFO,
                "ROUTE_ORPHANED",
                node.isEmpty()
                    ? "The route belongs to no node."
                    : "The route belongs to node " + node + ", which does not exist.",
                "Nothing to do: the row is kept beside the nodes.");
      }
    }
  }
}
