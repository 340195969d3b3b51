package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.policy.directory.Device;
import java.util.List;

/// Decides whether a device's posture lets it be the source of a rule.
@FunctionalInterface
public interface Admission {
  /// Whether a device may be the source of a rule.
  ///
  /// @param postures the names of the postures, one of which must hold; at least one
  boolean admits(List<String> postures, Device source);
}
