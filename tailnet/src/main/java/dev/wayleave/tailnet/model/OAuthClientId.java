package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The number of an OAuth client (its public client id is a text of its own).
public record OAuthClientId(@JsonValue long value) implements Comparable<OAuthClientId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public OAuthClientId {
    if (value < 0) {
      throw new IllegalArgumentException("OAuth client id " + value + " is negative");
    }
  }

  @Override
  public int compareTo(OAuthClientId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
