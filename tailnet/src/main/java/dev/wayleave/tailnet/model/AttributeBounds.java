package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/// What custom attributes are called and hold: the hosted service's bounds, whoever sets them.
public final class AttributeBounds {
  public static final int LONGEST_NAME = 128;

  private static final Pattern NAME = Pattern.compile("custom:[A-Za-z0-9_:]+");
  private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_.]{1,50}");

  /// Numbers beyond it are not the same in every client: 2^53 - 1.
  private static final BigDecimal LARGEST = BigDecimal.valueOf((1L << 53) - 1);

  private AttributeBounds() {}

  /// Whether it is `custom:NAME`, with letters, digits, `_` and `:`.
  public static boolean isName(String text) {
    return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
  }

  /// Whether it is a boolean, a number up to 2^53 - 1, or a string of 1 to 50 letters, digits, `_`
  /// and `.`.
  public static boolean isValue(JsonNode value) {
    return value.isBoolean()
        || (value.isNumber() && value.decimalValue().abs().compareTo(LARGEST) <= 0)
        || (value.isTextual() && TEXT.matcher(value.textValue()).matches());
  }
}
