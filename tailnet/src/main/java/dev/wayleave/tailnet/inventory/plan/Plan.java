package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.KindDigest;
import dev.wayleave.tailnet.inventory.SourceInfo;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What applying would do, fit to be shown, saved and compared; it holds no secret.
///
/// @param sourceFingerprint digest over all that the source held
/// @param targetFingerprint digest over all that the target held
/// @param digests count and SHA-256 of each kind of the source
public record Plan(
    SourceInfo source,
    Counts counts,
    String sourceFingerprint,
    String targetFingerprint,
    PlanOptions options,
    Map<EntityKind, KindSummary> summary,
    Map<EntityKind, KindDigest> digests,
    List<PlanItem> items,
    List<Finding> findings) {
  public Plan {
    summary = sorted(summary);
    digests = sorted(digests);
    items = List.copyOf(items);
    findings = List.copyOf(findings);
  }

  private static <V> Map<EntityKind, V> sorted(Map<EntityKind, V> map) {
    Map<EntityKind, V> copy = new EnumMap<>(EntityKind.class);
    copy.putAll(map);
    return Collections.unmodifiableMap(copy);
  }

  /// Whether applying would write anything.
  public boolean changesAnything() {
    return summary.values().stream().anyMatch(KindSummary::writes);
  }

  /// The same with more to tell.
  public Plan with(List<Finding> more) {
    return telling(Stream.concat(findings.stream(), more.stream()).toList());
  }

  /// The same with other findings instead.
  public Plan telling(List<Finding> others) {
    return new Plan(
        source,
        counts,
        sourceFingerprint,
        targetFingerprint,
        options,
        summary,
        digests,
        items,
        others);
  }

  /// The same without items and findings, which grow with the tailnet.
  public Plan outline() {
    return new Plan(
        source,
        counts,
        sourceFingerprint,
        targetFingerprint,
        options,
        summary,
        digests,
        List.of(),
        List.of());
  }

  /// What forbids applying: every BLOCKER, and every LOSSY whose code is not accepted.
  public List<Finding> obstacles(Set<String> acceptedCodes) {
    return findings.stream()
        .filter(finding ->
            switch (finding.level()) {
              case BLOCKER -> true;
              case LOSSY -> !acceptedCodes.contains(finding.code());
              case ACTION, INFO -> false;
            })
        .toList();
  }
}
