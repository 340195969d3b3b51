package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.ArrayList;
import java.util.List;

/// Collects findings about one policy.
final class Remarks {
  private final String policy;
  private final PolicyEngine engine;
  private final List<Finding> findings = new ArrayList<>();

  /// @param policy what to call it, for example `policy 7`
  Remarks(String policy, PolicyEngine engine) {
    this.policy = policy;
    this.engine = engine;
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /// The whole policy as the object of a finding.
  String policy() {
    return policy;
  }

  /// `policy 7, line 12 (acls[3])`.
  String object(Position at, String name) {
    return policy + ", line " + at.line() + (name.isEmpty() ? "" : " (" + name + ")");
  }

  /// `Headscale 0.24 and 0.25`.
  String headscale() {
    return "Headscale " + engine.releases();
  }

  void add(Finding finding) {
    findings.add(finding);
  }
}
