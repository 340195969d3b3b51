package dev.wayleave.exporters.headscale.row;

import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.tailnet.inventory.Inventory;

/// Writes an inventory as the rows of a release.
///
/// A column keeps the source's own value wherever the source was a database of the same release and
/// engine and the entity still means what that value said; else it gets the value that the release
/// itself would write.
@FunctionalInterface
public interface RowRenderer {
  Rendering render(Inventory inventory, HeadscaleSchema schema, RowOptions options);
}
