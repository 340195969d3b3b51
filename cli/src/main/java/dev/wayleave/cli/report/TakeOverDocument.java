package dev.wayleave.cli.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.wayleave.tailnet.cutover.Difference;
import dev.wayleave.tailnet.cutover.Step;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;

/// What a check of a take-over found.
///
/// @param findings about settings, keys, certificates, names, nodes and the policy
/// @param differences between what the running server tells nodes and what Wayleave would
/// @param unchecked what could not be compared
/// @param steps in their order
public record TakeOverDocument(
    String from,
    String release,
    List<Finding> findings,
    List<Difference> differences,
    List<Finding> unchecked,
    List<Step> steps) {
  public TakeOverDocument {
    findings = List.copyOf(findings);
    differences = List.copyOf(differences);
    unchecked = List.copyOf(unchecked);
    steps = List.copyOf(steps);
  }

  /// Whether nothing forbids the take-over and nothing would be noticed.
  @JsonIgnore
  public boolean isClear() {
    return findings.stream().noneMatch(finding -> finding.level() == Finding.Level.BLOCKER)
        && differences.stream().noneMatch(Difference::noticed);
  }
}
