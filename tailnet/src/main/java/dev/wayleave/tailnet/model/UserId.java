package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The number of a user, as clients see it in `UserProfile.ID`.
public record UserId(@JsonValue long value) implements Comparable<UserId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public UserId {
    if (value < 0) {
      throw new IllegalArgumentException("user id " + value + " is negative");
    }
  }

  @Override
  public int compareTo(UserId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
