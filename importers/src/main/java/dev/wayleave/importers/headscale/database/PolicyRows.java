package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.PolicyVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Reads `policies`, to which each change of the policy adds a row.
final class PolicyRows {
  private static final String ORIGIN = "database";

  private final RowStream stream;
  private final RowIds ids;
  private final List<Entity<PolicyVersion>> versions = new ArrayList<>();
  private long count;

  PolicyRows(RowStream stream) {
    this.stream = stream;
    this.ids = stream.ids("policy");
  }

  void read() throws SourceException {
    stream.each("policies", this::row);
  }

  long count() {
    return count;
  }

  List<Entity<PolicyVersion>> entities() {
    return versions;
  }

  private void row(Row row) {
    RowFaults faults = stream.faults(row, "policy " + row.text("id") + " (" + ORIGIN + ")");
    if (!row.isNull("deleted_at")) {
      stream.leftOver(row);
      faults.report(
          Finding.Level.INFO,
          "POLICY_DELETED",
          "Headscale deleted this version at " + row.text("deleted_at") + ".",
          "Nothing to do: the row is kept beside the policies.");
      return;
    }
    count++;
    OptionalLong id = ids.take(row);
    if (id.isEmpty()) {
      stream.leftOver(row);
      return;
    }
    PolicyVersion version =
        new PolicyVersion(
            Long.toString(id.getAsLong()),
            faults.label("data"),
            false,
            ORIGIN,
            faults.past("created_at"));
    versions.add(new Entity<>(version, row.raw()));
  }
}
