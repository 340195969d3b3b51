package dev.wayleave.tailnet.policy.language;

import java.util.List;

/// The declaration of a custom posture attribute in `attrConfig`.
///
/// @param allowedValues what it may hold; empty where any value of its type is allowed
public record CustomAttribute(
    String type, List<String> allowedValues, boolean allowSetByNode, boolean broadcastToPeers) {
  public CustomAttribute {
    allowedValues = List.copyOf(allowedValues);
  }
}
