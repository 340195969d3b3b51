package dev.wayleave.exporters.headscale;

import dev.wayleave.exporters.headscale.files.HeadscaleFiles;
import dev.wayleave.exporters.headscale.row.InventoryRows;
import dev.wayleave.exporters.headscale.row.Rendering;
import dev.wayleave.exporters.headscale.row.RowOptions;
import dev.wayleave.exporters.headscale.row.RowRenderer;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.policy.dialect.HeadscaleExport;
import dev.wayleave.tailnet.policy.dialect.Originals;
import java.util.ArrayList;
import java.util.List;

/// The rows of an inventory, with the policy in force in the words of the release that is written.
public final class ReleaseRows implements RowRenderer {
  private final RowRenderer rows = new InventoryRows();

  @Override
  public Rendering render(Inventory inventory, HeadscaleSchema schema, RowOptions options) {
    if (options.policy() != null || isFile(inventory)) {
      return rows.render(inventory, schema, options);
    }
    HeadscaleExport.Outcome policy = HeadscaleFiles.policy(inventory, schema.release());
    Rendering rendering =
        rows.render(
            inventory, schema, new RowOptions(options.taggedOwner(), policy.text().orElse(null)));
    List<Finding> findings = new ArrayList<>(rendering.findings());
    findings.addAll(policy.findings());
    return new Rendering(rendering.rows(), findings);
  }

  /// Whether the policy in force is a file, which no row takes the place of.
  private static boolean isFile(Inventory inventory) {
    return Originals.forSource(inventory.policies())
            instanceof Originals.WayBack.Text(PolicyVersion version)
        && version.id().equals(PolicyVersion.FILE_ID);
  }
}
