package dev.wayleave.tailnet.policy.syntax;

/// Writes values as standard JSON without spaces.
final class JsonWriter {
  private JsonWriter() {}

  static void write(Json value, StringBuilder out) {
    switch (value) {
      case JsonObject object -> writeObject(object, out);
      case JsonArray array -> writeArray(array, out);
      case JsonString string -> writeString(string.value(), out);
      case JsonNumber number -> out.append(number.text());
      case JsonBoolean truth -> out.append(truth.value());
      case JsonNull _ -> out.append("null");
    }
  }

  private static void writeObject(JsonObject object, StringBuilder out) {
    String separator = "{";
    for (Member member : object.members()) {
      writeString(member.name().value(), out.append(separator));
      write(member.value(), out.append(':'));
      separator = ",";
    }
    out.append(object.members().isEmpty() ? "{}" : "}");
  }

  private static void writeArray(JsonArray array, StringBuilder out) {
    String separator = "[";
    for (Json element : array.elements()) {
      write(element, out.append(separator));
      separator = ",";
    }
    out.append(array.elements().isEmpty() ? "[]" : "]");
  }

  /// Quotes a string as RFC 8785, section 3.2.2.2 does: only what must be escaped is.
  static void writeString(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
