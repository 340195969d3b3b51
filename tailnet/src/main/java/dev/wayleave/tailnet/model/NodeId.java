package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The number of a node, as clients see it in `Node.ID`.
public record NodeId(@JsonValue long value) implements Comparable<NodeId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NodeId {
    if (value < 0) {
      throw new IllegalArgumentException("node id " + value + " is negative");
    }
  }

  @Override
  public int compareTo(NodeId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
