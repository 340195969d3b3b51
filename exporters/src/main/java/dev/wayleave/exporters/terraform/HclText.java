package dev.wayleave.exporters.terraform;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes values as HCL literals (HCL native syntax specification, "Template Expressions").
final class HclText {
  private static final int MAX_LABEL = 60;

  private HclText() {}

  /// A quoted literal: whatever the text holds, it is text to the reader.
  ///
  /// `${` and `%{` begin templates. They are broken up with an escape for their first character
  /// rather than by doubling it, of which a run before a brace can be read in two ways.
  static String quoted(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      boolean beforeBrace = i < text.length() && text.charAt(i) == '{';
      switch (character) {
        case '"' -> literal.append("\\\"");
        case '\\' -> literal.append("\\\\");
        case '\n' -> literal.append("\\n");
        case '\r' -> literal.append("\\r");
        case '\t' -> literal.append("\\t");
        default -> {
          if (((character == '$' || character == '%') && beforeBrace) || unseen(character)) {
            literal.append(
                String.format(
                    Locale.ROOT, character > 0xFFFF ? "\\U%08x" : "\\u%04x", shown(character)));
          } else {
            literal.appendCodePoint(character);
          }
        }
      }
    }
    return literal.append('"').toString();
  }

  /// Half of a surrogate pair is no character that UTF-8 can carry.
  private static int shown(int character) {
    return Character.getType(character) == Character.SURROGATE ? 0xFFFD : character;
  }

  /// What an editor would not show, or would let steer the line.
  private static boolean unseen(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  static String list(Collection<String> texts) {
    return texts.stream().map(HclText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /// Names for resources, each given once.
  static final class Labels {
    private final Map<String, Integer> taken = new HashMap<>();

    /// A name that Terraform takes, near the one that people know; the same for the same order of
    /// requests.
    String of(String name, String otherwise) {
      String plain =
          name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
      if (plain.isEmpty()) {
        plain = otherwise;
      } else if (Character.isDigit(plain.charAt(0))) {
        plain = otherwise + "_" + plain;
      }
      String base = plain.substring(0, Math.min(plain.length(), MAX_LABEL));
      String label = base;
      while (taken.containsKey(label)) {
        label = base + "_" + taken.merge(base, 1, Integer::sum);
      }
      taken.put(label, 1);
      return label;
    }
  }
}
