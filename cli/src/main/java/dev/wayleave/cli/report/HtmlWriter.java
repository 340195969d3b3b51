package dev.wayleave.cli.report;

import dev.wayleave.cli.terminal.SafeText;
import java.io.IOException;

/// Writes HTML whose every text and attribute value is escaped; there is no way to write markup
/// that came from elsewhere.
final class HtmlWriter {
  private final Appendable out;

  HtmlWriter(Appendable out) {
    this.out = out;
  }

  /// Opens an element.
  ///
  /// @param attributes names and values in turn
  HtmlWriter open(String element, String... attributes) throws IOException {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(SafeText.line(attributes[i + 1]));
      out.append('"');
    }
    out.append('>');
    return this;
  }

  HtmlWriter close(String element) throws IOException {
    out.append("</").append(element).append(">\n");
    return this;
  }

  /// Text on one line; what cannot be seen is shown as an escape.
  HtmlWriter text(String text) throws IOException {
    escape(SafeText.line(text));
    return this;
  }

  /// An element with nothing but text in it.
  HtmlWriter element(String element, String text, String... attributes) throws IOException {
    return open(element, attributes).text(text).close(element);
  }

  /// Markup of our own: a style sheet, a script.
  HtmlWriter own(String markup) throws IOException {
    out.append(markup);
    return this;
  }

  private void escape(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
  }
}
