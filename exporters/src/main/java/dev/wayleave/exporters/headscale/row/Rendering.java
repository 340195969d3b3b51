package dev.wayleave.exporters.headscale.row;

import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;

/// An inventory as a Headscale database would hold it.
///
/// @param findings what the release's schema cannot hold, and what holds it otherwise
public record Rendering(DatabaseRows rows, List<Finding> findings) {
  public Rendering {
    findings = List.copyOf(findings);
  }
}
