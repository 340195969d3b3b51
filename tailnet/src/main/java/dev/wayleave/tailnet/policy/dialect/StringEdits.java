package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Replaces many strings of a text in one pass; nothing else of it changes.
final class StringEdits {
  private final SortedMap<Position, String> replacements = new TreeMap<>();

  void replace(JsonString at, String value) {
    replacements.put(at.at(), value);
  }

  boolean isEmpty() {
    return replacements.isEmpty();
  }

  int count() {
    return replacements.size();
  }

  String apply(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16 * replacements.size());
    int line = 1;
    int lineStart = 0;
    int copied = 0;
    for (Map.Entry<Position, String> edit : replacements.entrySet()) {
      while (line < edit.getKey().line()) {
        lineStart = text.indexOf('\n', lineStart) + 1;
        line++;
      }
      int begin = text.offsetByCodePoints(lineStart, edit.getKey().column() - 1);
      out.append(text, copied, begin);
      out.append(quoted(edit.getValue()));
      copied = endOfString(text, begin);
    }
    return out.append(text, copied, text.length()).toString();
  }

  private static String quoted(String value) {
    return new JsonString(new Position(1, 1), value).toJson();
  }

  private static int endOfString(String text, int begin) {
    int at = begin + 1;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }
}
