package dev.wayleave.cli.report;

import java.util.ArrayList;
import java.util.List;

/// Breaks text into lines of at most some width.
final class Paragraph {
  private Paragraph() {}

  /// Lines of at most `width` characters; a longer word stands on a line of its own, whole, so that
  /// it can be copied.
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
