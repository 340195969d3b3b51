package dev.wayleave.exporters.headscale;

import dev.wayleave.exporters.headscale.files.HeadscaleFiles;
import dev.wayleave.exporters.headscale.files.PolicyPlace;
import dev.wayleave.exporters.headscale.row.RowOptions;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.policy.dialect.HeadscaleExport;
import dev.wayleave.tailnet.policy.dialect.Originals;
import dev.wayleave.tailnet.policy.dialect.Originals.WayBack;
import java.util.List;
import java.util.stream.Stream;

/// The policy as the newest row of a database is to have it, where Headscale looks for it there.
///
/// @param options what the rows are made by
/// @param findings what the release cannot say of it
record PolicyRow(RowOptions options, List<Finding> findings) {
  /// Where a version lay that was read from a Headscale's database.
  private static final String DATABASE = "database";

  /// For a database alone: a Headscale whose policy was a file keeps it in that file.
  static PolicyRow alone(HeadscaleOptions options, Inventory source) {
    HeadscaleExport.Outcome policy = HeadscaleFiles.policy(source, options.schema().release());
    boolean file = false;
    boolean known = PolicyPlace.of(source) == PolicyPlace.DATABASE;
    if (Originals.areOfHeadscale(source)
        && Originals.forSource(source.policies()) instanceof WayBack.Text(PolicyVersion version)) {
      file = version.id().equals(PolicyVersion.FILE_ID);
      known |= version.origin().equals(DATABASE);
    }
    PolicyRow row = of(options.rows(), policy, !file);
    return file || known || policy.text().isEmpty()
        ? row
        : new PolicyRow(
            row.options(),
            Stream.concat(row.findings().stream(), Stream.of(lookedUpInDatabase())).toList());
  }

  /// For a server whose configuration is written too, and the findings with it.
  static RowOptions beside(HeadscaleOptions options, Inventory source) {
    HeadscaleExport.Outcome policy = HeadscaleFiles.policy(source, options.schema().release());
    return of(options.rows(), policy, PolicyPlace.of(source) == PolicyPlace.DATABASE).options();
  }

  private static Finding lookedUpInDatabase() {
    return Finding.action(
        "POLICY_IN_DATABASE",
        "policy",
        "The policy is written as a row, and Headscale looks for it there only if its"
            + " configuration says so; without a policy every node reaches every other.",
        "Set policy.mode to database in its config.yaml before it starts.");
  }

  private static PolicyRow of(
      RowOptions options, HeadscaleExport.Outcome policy, boolean inDatabase) {
    return new PolicyRow(
        inDatabase
            ? new RowOptions(options.taggedOwner(), policy.text().orElse(options.policy()))
            : options,
        policy.findings());
  }
}
