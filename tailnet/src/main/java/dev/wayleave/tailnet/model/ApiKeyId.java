package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The number of an API key.
public record ApiKeyId(@JsonValue long value) implements Comparable<ApiKeyId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ApiKeyId {
    if (value < 0) {
      throw new IllegalArgumentException("API key id " + value + " is negative");
    }
  }

  @Override
  public int compareTo(ApiKeyId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
