package dev.wayleave.tailnet.policy.posture;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Reads `ATTRIBUTE OPERATOR VALUE`; words of operators in any letter case, as `node:os in
/// ['linux']` stands in the hosted service's documentation too.
final class ConditionParser {
  /// No honest number has more digits; a longer one would only cost time.
  private static final int MAX_DIGITS = 40;

  private final String text;
  private int at;

  ConditionParser(String text) {
    this.text = text;
  }

  Condition parse() throws ConditionException {
    space();
    String attribute = attribute();
    int operatorAt = at;
    Operator operator = operator();
    space();
    if (at < text.length()) {
      throw fault("unexpected text after the condition");
    }
    if (operator instanceof Operator.Ordered(_, Value value)) {
      checkOrdered(attribute, value, operatorAt);
    }
    return new Condition(text.strip(), attribute, operator);
  }

  private String attribute() throws ConditionException {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    String name = text.substring(start, at);
    int colon = name.indexOf(':');
    if (colon <= 0 || colon == name.length() - 1) {
      throw new ConditionException(
          start, "expected an attribute of the form NAMESPACE:NAME, for example node:os");
    }
    return name;
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == ':'
        || c == '.'
        || c == '-';
  }

  private Operator operator() throws ConditionException {
    space();
    if (at == text.length()) {
      return new Operator.IsTrue();
    }
    if (sign("==")) {
      return new Operator.Equal(value());
    }
    if (sign("!=")) {
      return new Operator.NotEqual(value());
    }
    for (Order order :
        List.of(Order.LESS_OR_EQUAL, Order.GREATER_OR_EQUAL, Order.LESS, Order.GREATER)) {
      if (sign(order.sign())) {
        return new Operator.Ordered(order, value());
      }
    }
    return words();
  }

  private Operator words() throws ConditionException {
    int start = at;
    if (word("IN")) {
      return new Operator.In(list());
    }
    if (word("IS") && word("SET")) {
      return new Operator.IsSet();
    }
    at = start;
    if (word("NOT")) {
      if (word("SET")) {
        return new Operator.NotSet();
      }
      if (word("IN")) {
        return new Operator.NotIn(list());
      }
    }
    throw new ConditionException(
        start, "expected one of ==, !=, <, <=, >, >=, IN, NOT IN, IS SET and NOT SET");
  }

  private List<Value> list() throws ConditionException {
    space();
    if (!sign("[")) {
      throw fault("expected a list, for example ['macos', 'linux']");
    }
    List<Value> values = new ArrayList<>();
    space();
    if (sign("]")) {
      return values;
    }
    while (true) {
      values.add(value());
      space();
      if (sign("]")) {
        return values;
      }
      if (!sign(",")) {
        throw fault("expected ',' or ']' in the list");
      }
      space();
      // The list may end with a comma, as lists in the rest of a policy may.
      if (sign("]")) {
        return values;
      }
    }
  }

  private Value value() throws ConditionException {
    space();
    if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
      return quoted(text.charAt(at));
    }
    if (word("true")) {
      return Value.of(true);
    }
    if (word("false")) {
      return Value.of(false);
    }
    return number();
  }

  private Value quoted(char quote) throws ConditionException {
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      throw fault("the string does not end");
    }
    String content = text.substring(at + 1, end);
    at = end + 1;
    return Value.of(content);
  }

  private Value number() throws ConditionException {
    int start = at;
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    String digits = text.substring(start, at);
    boolean sound =
        digits.length() <= MAX_DIGITS && !endsInWord() && digits.matches("-?[0-9]+(\\.[0-9]+)?");
    if (!sound) {
      throw new ConditionException(start, "expected a quoted string, a number, true or false");
    }
    return new Value.Numeral(new BigDecimal(digits));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// The hosted service orders numbers and the two version attributes, nothing else.
  private void checkOrdered(String attribute, Value value, int offset) throws ConditionException {
    boolean version = PostureAttribute.isVersion(attribute);
    if (version && !(value instanceof Value.Text)) {
      throw new ConditionException(offset, attribute + " is compared with a quoted version");
    }
    if (!version && !(value instanceof Value.Numeral)) {
      throw new ConditionException(
          offset, "<, <=, > and >= are for numbers, node:osVersion and node:tsVersion only");
    }
  }

  private boolean sign(String sign) {
    boolean found = text.startsWith(sign, at);
    at += found ? sign.length() : 0;
    return found;
  }

  /// Takes a word and the spaces after it, where the word is not the beginning of a longer one.
  private boolean word(String word) {
    space();
    if (!text.regionMatches(true, at, word, 0, word.length())) {
      return false;
    }
    int before = at;
    at += word.length();
    if (endsInWord()) {
      at = before;
      return false;
    }
    return true;
  }

  private boolean endsInWord() {
    return at < text.length() && isNamePart(text.charAt(at));
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private ConditionException fault(String reason) {
    return new ConditionException(at, reason);
  }
}
