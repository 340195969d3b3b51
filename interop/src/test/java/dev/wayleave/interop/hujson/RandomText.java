package dev.wayleave.interop.hujson;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Makes texts in which space, comments, line breaks and commas stand wherever they can.
final class RandomText {
  private static final List<String> SPACES =
      List.of(" ", "  ", "\t", "\n", "\n\n", "\n\n\n\n", "\r\n", "\n\r", "\r", "\n\t\t", " \n ");

  private static final List<String> COMMENT_WORDS =
      List.of(
          "why",
          "*",
          "/",
          "//",
          " * ",
          "ünï",
          "漢字",
          "😀",
          "\t",
          "  ",
          "\r",
          "\u00a0",
          "\u0085",
          "\u2003",
          "{",
          "\"",
          ",",
          "a long comment that helps to reach the end of a line of text");

  private static final List<String> STRINGS =
      List.of(
          "a",
          "acls",
          "group:dev",
          "",
          "*:*",
          "tag:a-rather-long-name-of-a-tag",
          "größe",
          "漢字",
          "😀",
          "\\n",
          "\\/",
          "\\u00e9",
          "\\ud83d\\ude00",
          "\\u0000",
          "\\u2028",
          "\\\"",
          "\\\\",
          "\u007f",
          "\u2029",
          "http://x/y",
          "/*",
          "//");

  private static final List<String> WORDS =
      List.of(
          "null", "true", "false", "0", "-1", "1.50", "1e3", "-0.0E+10", "12345678901234567890");

  private final RandomGenerator random;
  private final StringBuilder out = new StringBuilder();

  /// Of 100 gaps so many hold a comment; and so many a line break.
  private final int comments;

  private final int breaks;

  private RandomText(RandomGenerator random) {
    this.random = random;
    this.comments = random.nextInt(4) == 0 ? 0 : random.nextInt(40);
    this.breaks = random.nextInt(60);
  }

  static String of(RandomGenerator random) {
    RandomText text = new RandomText(random);
    text.gap();
    text.value(1 + random.nextInt(5));
    text.gap();
    return text.out.toString();
  }

  /// The text with a few characters taken away, added or exchanged.
  static String mutated(String text, RandomGenerator random) {
    List<Integer> out = new ArrayList<>(text.codePoints().boxed().toList());
    int[] characters =
        "{}[],:\"\\/*\n\r 01.-+eEntf\tu\u0000\u001f\u00a0\u2028\ufeff漢x".codePoints().toArray();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(out.size() + 1);
      int c = characters[random.nextInt(characters.length)];
      switch (random.nextInt(3)) {
        case 0 -> out.add(at, c);
        case 1 -> out.subList(at, Math.min(out.size(), at + 1 + random.nextInt(3))).clear();
        default -> {
          if (at < out.size()) {
            out.set(at, c);
          }
        }
      }
    }
    return out.stream().map(Character::toString).collect(Collectors.joining());
  }

  private boolean of100(int chances) {
    return random.nextInt(100) < chances;
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void gap() {
    while (of100(30)) {
      out.append(of100(breaks) ? one(SPACES) : " ");
    }
    if (of100(comments)) {
      comment();
      gap();
    }
  }

  private void comment() {
    if (of100(50)) {
      out.append("//");
      words(false);
      out.append(of100(10) ? "\r\n" : "\n");
    } else {
      out.append("/*");
      words(of100(60));
      out.append("*/");
    }
  }

  private void words(boolean lines) {
    for (int n = random.nextInt(6); n > 0; n--) {
      String word = one(COMMENT_WORDS);
      // Neither an early end nor one that is hidden by what stands before it.
      if (!(word.startsWith("/") && out.charAt(out.length() - 1) == '*')) {
        out.append(word);
      }
      if (lines && of100(60)) {
        out.append(one(List.of("\n", "\n  ", "\n\t", "\n *", "\n  * ", "\n\n", "\r\n ")));
      }
    }
  }

  private void value(int depth) {
    switch (depth == 0 ? random.nextInt(2) : random.nextInt(4)) {
      case 0 -> string();
      case 1 -> out.append(one(WORDS));
      case 2 -> items('[', ']', depth, () -> value(random.nextInt(depth)));
      default -> items('{', '}', depth, () -> member(depth));
    }
  }

  private void member(int depth) {
    string();
    gap();
    out.append(':');
    gap();
    value(random.nextInt(depth));
  }

  private void string() {
    out.append('"');
    for (int n = random.nextInt(4); n > 0; n--) {
      out.append(one(STRINGS));
    }
    out.append('"');
  }

  private void items(char begin, char end, int depth, Runnable item) {
    out.append(begin);
    int count = random.nextInt(2 + 2 * depth);
    for (int i = 0; i < count; i++) {
      gap();
      item.run();
      gap();
      if (i < count - 1 || of100(25)) {
        out.append(',');
      }
    }
    gap();
    out.append(end);
  }
}
