package dev.wayleave.tailnet.policy.syntax;

/// A value or member that comes into a text, laid out as the formatter does.
///
/// @param text several lines where it is long, none but the first indented for its place
record InsertedValue(String text) {
  static InsertedValue parse(String value) throws PolicyEditException {
    PolicyText parsed;
    try {
      parsed = PolicyText.parse(value);
    } catch (PolicySyntaxException e) {
      throw new PolicyEditException("the value cannot be read: " + e.describe(), e);
    }
    if (parsed.hasOuterComments()) {
      throw new PolicyEditException("comments can stand within the value only");
    }
    return new InsertedValue(parsed.format().strip());
  }

  static String quoted(String name) {
    StringBuilder out = new StringBuilder();
    JsonWriter.writeString(name, out);
    return out.toString();
  }

  InsertedValue named(String name) {
    return new InsertedValue(quoted(name) + ": " + text);
  }

  /// The text for a place.
  ///
  /// @param indentation of the line it begins on
  /// @param unit by which the text around it is indented further
  String at(String indentation, String unit) {
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      int tabs = 0;
      while (tabs < line.length() && line.charAt(tabs) == '\t') {
        tabs++;
      }
      if (!out.isEmpty()) {
        out.append('\n').append(line.isEmpty() ? "" : indentation).repeat(unit, tabs);
      }
      out.append(line, tabs, line.length());
    }
    return out.toString();
  }
}
