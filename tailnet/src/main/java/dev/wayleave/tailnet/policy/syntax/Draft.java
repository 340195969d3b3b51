package dev.wayleave.tailnet.policy.syntax;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// A text on its way to the formatter's layout: its tokens, and what is to stand between them.
///
/// A trailing comma is the one token that may come or go.
final class Draft {
  final Tokens tokens;

  /// What stands before each token, and after the last.
  private final String[] gaps;

  private final Map<Integer, String> rewritten = new HashMap<>();
  private final BitSet dropped = new BitSet();
  private final BitSet added = new BitSet();

  Draft(Tokens tokens) {
    this.tokens = tokens;
    this.gaps = new String[tokens.count() + 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = tokens.gap(i);
    }
  }

  String gap(int token) {
    return gaps[token];
  }

  void setGap(int token, String gap) {
    gaps[token] = gap;
  }

  boolean breaksLine(int token) {
    return gaps[token].indexOf('\n') >= 0;
  }

  boolean hasComment(int token) {
    return gaps[token].indexOf('/') >= 0;
  }

  void rewrite(int token, String text) {
    rewritten.put(token, text);
  }

  /// The length of a string, number or word, in bytes of UTF-8 as all lengths of the formatter.
  int width(int token) {
    String text = rewritten.get(token);
    return text == null ? tokens.width(token) : Utf8Length.of(text);
  }

  boolean endsWithComma(int closing) {
    return tokens.first(closing - 1) == ',' ? !dropped.get(closing - 1) : added.get(closing);
  }

  /// Takes away the comma before a closing token; a comment before the comma stays.
  void dropComma(int closing) {
    int comma = closing - 1;
    gaps[closing] = gaps[comma] + gaps[closing];
    gaps[comma] = "";
    dropped.set(comma);
  }

  void addComma(int closing) {
    if (tokens.first(closing - 1) == ',') {
      dropped.clear(closing - 1);
    } else {
      added.set(closing);
    }
  }

  String text() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < tokens.count(); i++) {
      out.append(added.get(i) ? "," : "").append(gaps[i]);
      if (!dropped.get(i)) {
        String text = rewritten.get(i);
        if (text == null) {
          tokens.appendTo(out, i);
        } else {
          out.append(text);
        }
      }
    }
    return out.append(gaps[tokens.count()]).toString();
  }
}
