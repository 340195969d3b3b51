package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The text identity of a node (`Node.StableID` on the wire).
///
/// Clients keep it in their settings, for example as their exit node, so a move between control
/// planes must not change it.
public record StableNodeId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public StableNodeId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a stable node id is not empty");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
