package dev.wayleave.exporters.headscale.row;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/// JSON as Go's `encoding/json` writes it into columns.
final class GoJson {
  private GoJson() {}

  static String texts(Collection<?> texts) {
    return texts.stream()
        .map(text -> quoted(text.toString()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        // What HTML and JavaScript would take for more than text.
        case '<', '>', '&', '\u2028', '\u2029' -> json.append(unicode(c));
        default -> json.append(c < ' ' ? unicode(c) : String.valueOf(c));
      }
    }
    return json.append('"').toString();
  }

  private static String unicode(char c) {
    return String.format(Locale.ROOT, "\\u%04x", (int) c);
  }
}
