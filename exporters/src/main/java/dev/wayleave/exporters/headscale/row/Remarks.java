package dev.wayleave.exporters.headscale.row;

import dev.wayleave.tailnet.inventory.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects findings, the first of each object and code.
class Remarks {
  /// Takes nothing: rows are handed out more often than they are judged.
  static final Remarks SILENT =
      new Remarks() {
        @Override
        void add(Finding finding) {}
      };

  private record Key(String object, String code) {}

  private final Map<Key, Finding> found = new LinkedHashMap<>();

  void add(Finding finding) {
    found.putIfAbsent(new Key(finding.object(), finding.code()), finding);
  }

  List<Finding> list() {
    return List.copyOf(found.values());
  }
}
