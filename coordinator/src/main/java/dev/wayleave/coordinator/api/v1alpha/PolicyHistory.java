package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The versions of the policy in the order of history.
///
/// Numbers count up, here as at every source; a word (`file`) is the id of what an import found
/// beside them and comes before.
final class PolicyHistory {
  private static final Comparator<String> ORDER =
      Comparator.comparing(PolicyHistory::isNumber)
          .thenComparingInt(id -> isNumber(id) ? id.length() : 0)
          .thenComparing(Comparator.naturalOrder());

  private PolicyHistory() {}

  /// The versions that came before one, or all, the newest first.
  static List<PolicyVersion> before(Tailnet image, @Nullable String id) {
    return image.policies().stream()
        .filter(version -> id == null || ORDER.compare(version.id(), id) < 0)
        .sorted(Comparator.comparing(PolicyVersion::id, ORDER.reversed()))
        .toList();
  }

  static PolicyVersion version(Tailnet image, String id) {
    return image.policy(id).orElseThrow(() -> Missing.of("policy version " + Input.text("id", id)));
  }

  static PolicyVersion inForce(Tailnet image) {
    return image.policyInUse().orElseThrow(() -> Missing.of("policy in force"));
  }

  private static boolean isNumber(String id) {
    return !id.isEmpty() && id.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
