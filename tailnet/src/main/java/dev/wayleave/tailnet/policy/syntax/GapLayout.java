package dev.wayleave.tailnet.policy.syntax;

/// What whitespace and comments look like before a token, by what the token is.
enum GapLayout {
  /// Before and after the root value.
  OUTSIDE(0),
  /// Before the first member or element.
  FIRST_ITEM(1),
  /// Before any other member or element.
  ITEM(1),
  /// Before a colon or a comma.
  MARK(2),
  /// Before the value of a member.
  VALUE(2),
  /// Before a closing bracket or brace.
  END(1),
  /// Before a closing bracket or brace with nothing between the two but comments.
  END_OF_EMPTY(1);

  private final int depth;

  GapLayout(int depth) {
    this.depth = depth;
  }

  /// Tabs before a line here, on top of those of the object or array.
  int depth() {
    return depth;
  }

  private boolean isItem() {
    return this == FIRST_ITEM || this == ITEM;
  }

  private boolean isEnd() {
    return this == END || this == END_OF_EMPTY;
  }

  private boolean isWithinMember() {
    return this == MARK || this == VALUE;
  }

  /// Lays a gap out.
  ///
  /// @param tabs before each of its lines
  /// @param expanded whether items of this object or array have lines of their own
  String lay(String gap, int tabs, boolean expanded) {
    if (gap.isBlank() && gap.indexOf('\n') < 0) {
      return withoutComment(tabs, expanded);
    }
    String unix = gap.replace("\r\n", "\n").replace("\n\r", "\n").replace('\r', ' ');
    StringBuilder out = new StringBuilder();
    if (expanded && isItem() && unix.indexOf('\n') < 0) {
      out.append('\n');
    }
    appendComments(unix, tabs, out);
    if (expanded && isEnd() && !endsLine(out)) {
      out.append('\n');
    }
    dropBlankLines(out);
    if (endsLine(out)) {
      indent(out, isEnd() ? tabs - 1 : tabs);
    } else if (!out.isEmpty()) {
      out.append(' ');
    } else if (spaceAtLeast()) {
      out.append(' ');
    }
    return out.toString();
  }

  private String withoutComment(int tabs, boolean expanded) {
    if (expanded && (isItem() || isEnd())) {
      return "\n" + "\t".repeat(isEnd() ? tabs - 1 : tabs);
    }
    return spaceAtLeast() ? " " : "";
  }

  private boolean spaceAtLeast() {
    return this == ITEM || this == VALUE;
  }

  private static void appendComments(String gap, int tabs, StringBuilder out) {
    int at = 0;
    while (at < gap.length()) {
      if (Gaps.isSpace(gap.charAt(at))) {
        int end = at;
        int lines = 0;
        for (; end < gap.length() && Gaps.isSpace(gap.charAt(end)); end++) {
          lines += gap.charAt(end) == '\n' ? 1 : 0;
        }
        out.repeat('\n', Math.min(lines, 2));
        at = end;
      } else {
        at = appendComment(gap, at, tabs, out);
      }
    }
  }

  /// Appends one comment, without the line feed that ends it.
  ///
  /// @return where it ends in the gap
  private static int appendComment(String gap, int at, int tabs, StringBuilder out) {
    if (endsLine(out)) {
      indent(out, tabs);
    } else {
      out.append(' ');
    }
    int end = Gaps.commentEnd(gap, at);
    if (gap.startsWith("//", at)) {
      end--;
    }
    String comment = gap.substring(at, end);
    if (comment.indexOf('\n') < 0) {
      out.append(Spaces.trimRight(comment));
    } else {
      BlockComment.append(comment, tabs, out);
    }
    return end;
  }

  private void dropBlankLines(StringBuilder out) {
    if (this == FIRST_ITEM || this == END_OF_EMPTY || isWithinMember()) {
      while (out.length() > 1 && out.charAt(0) == '\n' && out.charAt(1) == '\n') {
        out.deleteCharAt(0);
      }
    }
    if (isEnd() || isWithinMember()) {
      while (out.length() > 1 && out.charAt(out.length() - 2) == '\n' && endsLine(out)) {
        out.setLength(out.length() - 1);
      }
    }
  }

  private static boolean endsLine(StringBuilder out) {
    return !out.isEmpty() && out.charAt(out.length() - 1) == '\n';
  }

  private static void indent(StringBuilder out, int tabs) {
    out.repeat('\t', tabs);
  }
}
