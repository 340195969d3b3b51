package dev.wayleave.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names something by its number, or by the id that it came with from another plane; in JSON a
/// number or a text.
public record IdText(String text) {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  /// Something by its number; null names nothing.
  public static @Nullable IdText of(@Nullable Long number) {
    return number == null ? null : new IdText(number.toString());
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static IdText read(JsonNode json) {
    if (json.isIntegralNumber() || json.isTextual()) {
      return new IdText(json.asText());
    }
    throw new IllegalArgumentException("an id is a number or a text");
  }

  @JsonValue
  Object json() {
    if (NUMBER.matcher(text).matches()) {
      return Long.valueOf(text);
    }
    return text;
  }
}
