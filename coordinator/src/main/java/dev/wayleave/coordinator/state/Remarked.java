package dev.wayleave.coordinator.state;

import java.util.List;

/// A reply of which the audit log holds more than that it was done.
public interface Remarked {
  /// Sentences without capital and full stop; empty where there is nothing to remark.
  List<String> remarks();
}
