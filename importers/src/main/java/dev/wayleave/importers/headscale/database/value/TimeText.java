package dev.wayleave.importers.headscale.database.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times as Go's SQLite drivers and Postgres write them.
///
/// `2026-11-22 05:20:17.912508384+00:00`: up to nine digits of fraction, or none; the offset as
/// `+01:00`, `+01`, `+0100 CET`, `Z`, or missing, which means UTC. One table may mix all of them.
public final class TimeText {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4,6})-(\\d\\d)-(\\d\\d)[ T](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9}))?"
              + " ?(?:Z|([+-])(\\d\\d):?(\\d\\d)?:?(\\d\\d)?)?(?: [A-Za-z0-9+-]{1,6})?(?: m=.*)?");

  /// Before this year lies only Go's zero time, which means "not set".
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

  private TimeText() {}

  /// Whether this is Go's zero time or what a time zone made of it.
  public static boolean isUnset(Instant time) {
    return time.isBefore(EARLIEST);
  }

  public static Parsed<Instant> parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.equals("infinity")) {
      return new Parsed.Nothing<>();
    }
    Matcher matcher = FORM.matcher(trimmed);
    if (!matcher.matches()) {
      return new Parsed.Unreadable<>(text);
    }
    try {
      LocalDate date = LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
      LocalTime time =
          LocalTime.of(
              number(matcher, 4), number(matcher, 5), number(matcher, 6), nanos(matcher.group(7)));
      return new Parsed.Value<>(date.atTime(time).toInstant(offset(matcher)));
    } catch (DateTimeException e) {
      return new Parsed.Unreadable<>(text);
    }
  }

  private static int number(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int nanos(String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }

  private static ZoneOffset offset(Matcher matcher) {
    int sign = "-".equals(matcher.group(8)) ? -1 : 1;
    return ZoneOffset.ofHoursMinutesSeconds(
        sign * number(matcher, 9), sign * number(matcher, 10), sign * number(matcher, 11));
  }
}
