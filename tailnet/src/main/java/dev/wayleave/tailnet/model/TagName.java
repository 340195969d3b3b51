package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A tag with its prefix, for example `tag:web`.
///
/// Any text after the prefix is taken: sources hold tags that no policy would accept today, and a
/// node must not be lost for its tag. Whether a policy may name a tag is the policy's question.
public record TagName(@JsonValue String value) implements Comparable<TagName> {
  public static final String PREFIX = "tag:";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TagName {
    if (!value.startsWith(PREFIX) || value.length() == PREFIX.length()) {
      throw new IllegalArgumentException("\"" + value + "\" is not of the form tag:NAME");
    }
  }

  @Override
  public int compareTo(TagName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
