package dev.wayleave.importers.tailscale.shape;

import dev.wayleave.importers.tailscale.HostedExport;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;

/// An export in the shapes of the API, and what its kind cannot tell.
public record OpenedExport(HostedExport export, List<Finding> findings) {
  public OpenedExport {
    findings = List.copyOf(findings);
  }
}
