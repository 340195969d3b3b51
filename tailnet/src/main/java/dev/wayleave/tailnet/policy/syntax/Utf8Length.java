package dev.wayleave.tailnet.policy.syntax;

/// Counts bytes of UTF-8, the formatter's unit of length.
final class Utf8Length {
  private Utf8Length() {}

  /// The number of bytes that a well-formed text takes.
  static int of(String text) {
    return of(text, 0, text.length());
  }

  static int of(String text, int from, int to) {
    int bytes = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        // Two halves of a pair make four bytes.
        bytes += 2;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }
}
