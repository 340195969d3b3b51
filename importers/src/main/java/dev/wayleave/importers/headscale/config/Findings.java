package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.inventory.Finding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what is remarkable about a configuration.
final class Findings {
  /// A setting may be asked for more than once; what is wrong with it is said once.
  private final Set<Finding> findings = new LinkedHashSet<>();

  void add(Finding finding) {
    findings.add(finding);
  }

  void blocker(String code, String object, String what, String remedy) {
    add(Finding.blocker(code, object, what, remedy));
  }

  void lossy(String code, String object, String what, String remedy) {
    add(Finding.lossy(code, object, what, remedy));
  }

  void action(String code, String object, String what, String remedy) {
    add(Finding.action(code, object, what, remedy));
  }

  void info(String code, String object, String what, String remedy) {
    add(Finding.info(code, object, what, remedy));
  }

  List<Finding> list() {
    return List.copyOf(findings);
  }
}
