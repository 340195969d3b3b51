package dev.wayleave.tailnet.policy.syntax;

import java.util.ArrayList;
import java.util.List;

/// Reads one text, top down, into values and tokens.
///
/// It accepts what JSON (RFC 8259) is, and comments and a trailing comma besides. As in the
/// language's first implementation a comment to the end of the line must have that end.
final class Parser {
  /// So deep that no policy comes near, and so flat that whoever follows the values down, as their
  /// own equality does, does not run out of stack.
  static final int DEPTH = 200;

  private final String text;
  private final Faults faults;
  private final Literals literals;
  private final PositionCursor positions;
  private final Tokens tokens;

  /// The beginning of the token that comes next, or the end of the text.
  private int at;

  Parser(String text) {
    this.text = text;
    this.faults = new Faults(text);
    this.literals = new Literals(text, faults);
    this.positions = new PositionCursor(text);
    this.tokens = new Tokens(text);
  }

  Tokens tokens() {
    return tokens;
  }

  /// Reads the whole text.
  Json parse() throws PolicySyntaxException {
    refuseHalfCharacters();
    if (text.startsWith("\ufeff")) {
      throw faults.stop(0, "the text begins with a byte order mark (U+FEFF); save it without one");
    }
    skipTo(0);
    Json root = value(0);
    if (at < text.length()) {
      throw faults.stop(at, "expected the end of the text, found " + Glyph.at(text, at));
    }
    faults.throwIfAny();
    return root;
  }

  /// A text that was put together from UTF-16 may hold what no encoding can write.
  private void refuseHalfCharacters() throws PolicySyntaxException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int c = text.codePointAt(i);
        if (Character.isSupplementaryCodePoint(c)) {
          i++;
        } else {
          faults.note(i, Glyph.number(c) + " is half of a surrogate pair and no character alone");
        }
      }
    }
  }

  private void skipTo(int from) throws PolicySyntaxException {
    int next = Gaps.end(text, from);
    if (next < 0) {
      throw badComment(-1 - next);
    }
    at = next;
  }

  private PolicySyntaxException badComment(int begin) {
    int end = Gaps.commentEnd(text, begin);
    if (end < 0) {
      String missing = text.startsWith("//", begin) ? "line feed" : "*/";
      return faults.stop(begin, "this comment has no " + missing + " at its end");
    }
    int separator = Gaps.separator(text, begin, end);
    return faults.stop(separator, "a comment after // cannot hold " + Glyph.at(text, separator));
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  /// Takes a token of one character.
  private int take() throws PolicySyntaxException {
    int token = tokens.add(at, at + 1);
    skipTo(at + 1);
    return token;
  }

  private Json value(int depth) throws PolicySyntaxException {
    return switch (peek()) {
      case '{' -> object(nested(depth));
      case '[' -> array(nested(depth));
      case '"' -> string();
      case -1 -> throw faults.stop(at, "expected a value, found the end of the text");
      default -> word();
    };
  }

  private int nested(int depth) throws PolicySyntaxException {
    if (depth == DEPTH) {
      throw faults.stop(at, "values are nested deeper than " + DEPTH + " levels");
    }
    return depth + 1;
  }

  private JsonObject object(int depth) throws PolicySyntaxException {
    Position begin = positions.at(at);
    int opening = take();
    List<Member> members = new ArrayList<>();
    while (peek() != '}') {
      members.add(member(opening, depth));
      if (!separator(opening, '}')) {
        break;
      }
    }
    take();
    tokens.close(opening);
    return new JsonObject(begin, members);
  }

  private Member member(int opening, int depth) throws PolicySyntaxException {
    if (peek() != '"') {
      throw unexpected(opening, "the name of a member in double quotes or '}'");
    }
    JsonString name = string();
    if (peek() != ':') {
      throw unexpected(opening, "':' after the name of a member");
    }
    take();
    return new Member(name, value(depth));
  }

  private JsonArray array(int depth) throws PolicySyntaxException {
    Position begin = positions.at(at);
    int opening = take();
    List<Json> elements = new ArrayList<>();
    while (peek() != ']') {
      elements.add(value(depth));
      if (!separator(opening, ']')) {
        break;
      }
    }
    take();
    tokens.close(opening);
    return new JsonArray(begin, elements);
  }

  /// Takes the comma after a member or an element.
  ///
  /// @return whether there was one, else the closing character comes next
  private boolean separator(int opening, char closing) throws PolicySyntaxException {
    if (peek() == ',') {
      take();
      return true;
    }
    if (peek() != closing) {
      throw unexpected(opening, "',' or '" + closing + "'");
    }
    return false;
  }

  private JsonString string() throws PolicySyntaxException {
    Position begin = positions.at(at);
    String value = literals.string(at);
    tokens.add(at, literals.end());
    skipTo(literals.end());
    return new JsonString(begin, value);
  }

  private Json word() throws PolicySyntaxException {
    String word = literals.word(at);
    if (word.isEmpty()) {
      String hint = Glyph.isQuote(text.charAt(at)) ? "; strings stand in double quotes (\")" : "";
      throw faults.stop(at, "expected a value, found " + Glyph.at(text, at) + hint);
    }
    Position begin = positions.at(at);
    Json value =
        switch (word) {
          case "null" -> new JsonNull(begin);
          case "true" -> new JsonBoolean(begin, true);
          case "false" -> new JsonBoolean(begin, false);
          default -> number(begin, word);
        };
    tokens.add(at, literals.end());
    skipTo(literals.end());
    return value;
  }

  private JsonNumber number(Position begin, String word) throws PolicySyntaxException {
    if (!Literals.isNumber(word)) {
      boolean meant =
          Character.digit(word.charAt(0), 10) >= 0 || "+-.".indexOf(word.charAt(0)) >= 0;
      faults.note(
          at,
          Glyph.word(word)
              + (meant
                  ? " is not a number of JSON"
                  : " is not a value of JSON; text stands in double quotes"));
    }
    return new JsonNumber(begin, word);
  }

  private PolicySyntaxException unexpected(int opening, String expected) {
    String clause = "expected " + expected + ", found " + Glyph.at(text, at);
    if (at < text.length()) {
      return faults.stop(at, clause);
    }
    return faults.stop(
        at,
        "%s; the '%c' at %s is still open"
            .formatted(clause, tokens.first(opening), Position.of(text, tokens.start(opening))));
  }
}
