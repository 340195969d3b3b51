package dev.wayleave.importers.tailscale.api;

import dev.wayleave.importers.tailscale.NotRead;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.api.ExportSummary.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Counts what came and what did not, for several threads.
final class Tally {
  private final Map<Section, Outcome> outcomes = new EnumMap<>(Section.class);
  private final List<NotRead> notRead = new ArrayList<>();

  synchronized void read(Section section) {
    add(section, new Outcome(1, 0, 0));
  }

  synchronized void kept(Section section) {
    add(section, new Outcome(0, 1, 0));
  }

  synchronized void missing(NotRead missing) {
    add(missing.section(), new Outcome(0, 0, 1));
    notRead.add(missing);
  }

  private void add(Section section, Outcome outcome) {
    outcomes.merge(section, outcome, Outcome::plus);
  }

  synchronized Map<Section, Outcome> outcomes() {
    return new EnumMap<>(outcomes);
  }

  /// In the order of sections and ids, so that two runs write the same.
  synchronized List<NotRead> notRead() {
    return notRead.stream()
        .sorted(Comparator.comparing(NotRead::section).thenComparing(NotRead::object))
        .toList();
  }
}
