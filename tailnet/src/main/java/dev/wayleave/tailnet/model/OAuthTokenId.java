package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The number of an OAuth access token.
public record OAuthTokenId(@JsonValue long value) implements Comparable<OAuthTokenId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public OAuthTokenId {
    if (value < 0) {
      throw new IllegalArgumentException("OAuth token id " + value + " is negative");
    }
  }

  @Override
  public int compareTo(OAuthTokenId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
