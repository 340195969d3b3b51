package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What somebody set as a posture attribute of a device.
///
/// @param value a string, a number or a boolean, as the hosted service takes them
/// @param expiry when it stops to count; null for never
public record CustomAttribute(JsonNode value, @Nullable Instant expiry) {
  public CustomAttribute {
    if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
      throw new IllegalArgumentException(
          "a posture attribute is a string, a number or a boolean, not " + value.getNodeType());
    }
  }
}
