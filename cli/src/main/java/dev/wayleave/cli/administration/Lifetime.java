package dev.wayleave.cli.administration;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long something lasts, written as Headscale takes it: `30m`, `24h`, `90d`, `1y`, `1d12h`.
public final class Lifetime {
  private static final Pattern WHOLE = Pattern.compile("(\\d{1,9}(ms|y|w|d|h|m|s))+");
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|y|w|d|h|m|s)");

  /// Beyond that "for ever" is meant.
  private static final Duration LONGEST = Duration.ofDays(100 * 365);

  private Lifetime() {}

  /// The end of a life of this length that begins now.
  public static Instant end(String option, String text, Instant now) throws CommandException {
    return now.plus(parse(option, text));
  }

  /// A length, of at least a millisecond.
  public static Duration parse(String option, String text) throws CommandException {
    if (!WHOLE.matcher(text).matches()) {
      throw new CommandException(
          "%s \"%s\" is not a time; write for example 30m, 24h or 90d."
              .formatted(option, SafeText.line(text, 40)));
    }
    Duration sum = Duration.ZERO;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      sum = sum.plus(part(Long.parseLong(parts.group(1)), parts.group(2)));
    }
    if (sum.isZero() || sum.compareTo(LONGEST) > 0) {
      throw new CommandException(
          "%s \"%s\" is outside 1ms..100y.".formatted(option, SafeText.line(text, 40)));
    }
    return sum;
  }

  private static Duration part(long number, String unit) {
    return switch (unit) {
      case "y" -> Duration.ofDays(365 * number);
      case "w" -> Duration.ofDays(7 * number);
      case "d" -> Duration.ofDays(number);
      case "h" -> Duration.ofHours(number);
      case "m" -> Duration.ofMinutes(number);
      case "s" -> Duration.ofSeconds(number);
      case "ms" -> Duration.ofMillis(number);
      default -> throw new AssertionError("the pattern lets no other unit through: " + unit);
    };
  }
}
