package dev.wayleave.exporters.headscale.files;

import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;

/// Everything of a Headscale server but its database.
///
/// @param findings what the release's configuration cannot say
public record ServerFiles(List<ServerFile> files, List<Finding> findings) {
  public ServerFiles {
    files = List.copyOf(files);
    findings = List.copyOf(findings);
  }
}
