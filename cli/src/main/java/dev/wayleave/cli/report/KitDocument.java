package dev.wayleave.cli.report;

import dev.wayleave.tailnet.cutover.kit.Wave;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;

/// What a cut-over kit was written for.
///
/// @param files how many there are
public record KitDocument(
    String out, String from, String to, int files, List<Wave> waves, List<Finding> findings) {
  public KitDocument {
    waves = List.copyOf(waves);
    findings = List.copyOf(findings);
  }
}
