package dev.wayleave.tailnet.policy.language;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/// Durations as Go writes them (`1h30m`), whose `time` package also words the refusals.
final class GoDuration {
  private static final Map<String, Long> UNIT_NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoDuration() {}

  static Duration parse(String text) throws Refusal {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    if (rest.isEmpty()) {
      throw invalid(text);
    }
    BigDecimal nanos = BigDecimal.ZERO;
    int from = 0;
    while (from < rest.length()) {
      int unitAt = skip(rest, from, true);
      int end = skip(rest, unitAt, false);
      nanos =
          nanos.add(
              amount(rest.substring(from, unitAt), text).multiply(unit(rest, unitAt, end, text)));
      from = end;
    }
    try {
      return Duration.ofNanos((negative ? nanos.negate() : nanos).toBigInteger().longValueExact());
    } catch (ArithmeticException e) {
      throw invalid(text);
    }
  }

  /// The end of the run of characters that are part of a number, or are not.
  private static int skip(String text, int from, boolean number) {
    int at = from;
    while (at < text.length() && isNumeric(text.charAt(at)) == number) {
      at++;
    }
    return at;
  }

  private static boolean isNumeric(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  private static BigDecimal amount(String digits, String whole) throws Refusal {
    boolean number =
        digits.length() <= 40
            && digits.chars().anyMatch(c -> c != '.')
            && digits.indexOf('.') == digits.lastIndexOf('.');
    if (!number) {
      throw invalid(whole);
    }
    return new BigDecimal(digits);
  }

  private static BigDecimal unit(String text, int from, int to, String whole) throws Refusal {
    String unit = text.substring(from, to);
    if (unit.isEmpty()) {
      throw new Refusal("time: missing unit in duration " + Quoted.of(whole));
    }
    Long nanos = UNIT_NANOS.get(unit);
    if (nanos == null) {
      throw new Refusal(
          "time: unknown unit " + Quoted.of(unit) + " in duration " + Quoted.of(whole));
    }
    return BigDecimal.valueOf(nanos);
  }

  private static Refusal invalid(String text) {
    return new Refusal("time: invalid duration " + Quoted.of(text));
  }

  /// The text that Go prints, for example `168h0m1s`, `-1m0s` or `1.5s`.
  static String print(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    Duration size = duration.abs();
    String sign = duration.isNegative() ? "-" : "";
    if (size.toSeconds() == 0) {
      return sign + fraction(size.toNanos());
    }
    long hours = size.toHours();
    int minutes = size.toMinutesPart();
    String seconds =
        plain(
                BigDecimal.valueOf(size.toSecondsPart())
                    .add(BigDecimal.valueOf(size.toNanosPart(), 9)))
            + "s";
    return sign
        + (hours > 0 ? hours + "h" : "")
        + (hours > 0 || minutes > 0 ? minutes + "m" : "")
        + seconds;
  }

  /// Less than a second, in the greatest unit that leaves a whole part.
  private static String fraction(long nanos) {
    if (nanos >= 1_000_000) {
      return plain(BigDecimal.valueOf(nanos, 6)) + "ms";
    }
    return nanos >= 1_000 ? plain(BigDecimal.valueOf(nanos, 3)) + "µs" : nanos + "ns";
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
