package dev.wayleave.tailnet.policy.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/// Collects differences, counts all and keeps as many as a person would read.
final class ChangeList {
  private final int limit;
  private final List<Change> kept = new ArrayList<>();
  private long more;

  ChangeList(int limit) {
    this.limit = limit;
  }

  /// @param change asked for only where it is kept: finding short names takes time
  void add(Supplier<Change> change) {
    if (kept.size() < limit) {
      kept.add(change.get());
    } else {
      more++;
    }
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }

  List<Change> sorted() {
    return kept.stream()
        .sorted(
            Comparator.comparing(Change::kind)
                .thenComparing(Comparator.comparingLong(Change::pairs).reversed())
                .thenComparing(Change::source)
                .thenComparing(Change::destination))
        .toList();
  }

  long more() {
    return more;
  }
}
