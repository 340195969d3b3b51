package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The number of a pre-auth key; nodes name it as the key they registered with.
public record PreAuthKeyId(@JsonValue long value) implements Comparable<PreAuthKeyId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PreAuthKeyId {
    if (value < 0) {
      throw new IllegalArgumentException("pre-auth key id " + value + " is negative");
    }
  }

  @Override
  public int compareTo(PreAuthKeyId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
