package dev.wayleave.tailnet.identity;

import java.nio.charset.StandardCharsets;

/// Texts as Go sees them: sequences of bytes, one `char` from 0 to 255 for each.
///
/// Percent-encoding is about bytes, and a decoded one need not be UTF-8.
final class Bytes {
  /// What Unicode calls white space beyond what the switch below names.
  private static final String SPACES = "\u1680\u2028\u2029\u202f\u205f\u3000";

  private Bytes() {}

  static String of(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  static String text(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /// Cuts white space off both ends, as Go's `strings.TrimSpace` does.
  static String trim(String bytes) {
    // A byte that is no UTF-8 becomes U+FFFD here, which is no white space, so only whole and valid
    // characters are ever cut off, and their length in bytes is known.
    String text = text(bytes);
    int from = 0;
    while (from < text.length() && isSpace(text.charAt(from))) {
      from++;
    }
    int to = text.length();
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    int before = of(text.substring(0, from)).length();
    int after = of(text.substring(to)).length();
    return bytes.substring(before, bytes.length() - after);
  }

  private static boolean isSpace(char c) {
    return switch (c) {
      case '\t', '\n', '\u000b', '\f', '\r', ' ', '\u0085', '\u00a0' -> true;
      default -> (c >= '\u2000' && c <= '\u200a') || SPACES.indexOf(c) >= 0;
    };
  }
}
