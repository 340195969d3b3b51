package dev.wayleave.exporters.headscale.files;

import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.Inventory;

/// Writes what an inventory knows of a server as the files of a Headscale release.
@FunctionalInterface
public interface FilesRenderer {
  ServerFiles render(Inventory inventory, SchemaRelease release, DatabaseChoice database);
}
