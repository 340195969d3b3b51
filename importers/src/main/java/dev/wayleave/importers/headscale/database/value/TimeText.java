package dev.wayleave.importers.headscale.database.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/// Times as Go's SQLite drivers and Postgres write them.
///
/// `2026-11-22 05:20:17.912508384+00:00`: up to nine digits of fraction, or none; the offset as
/// `+01:00`, `+01`, `+0100 CET`, `Z`, or missing, which means UTC. One table may mix all of them.
public final class TimeText {
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
    try {
      return new Parsed.Value<>(new Scan(trimmed).instant());
    } catch (DateTimeException e) {
      return new Parsed.Unreadable<>(text);
    }
  }

  /// Goes through a text once: a database of 100 000 nodes has half a million times, each read more
  /// than once.
  private static final class Scan {
    private static final int LONGEST_YEAR = 6;
    private static final int FRACTION_DIGITS = 9;
    private static final int LONGEST_ZONE_NAME = 6;

    private final String text;
    private int at;

    Scan(String text) {
      this.text = text;
    }

    Instant instant() {
      LocalDate date = date();
      LocalTime time = time();
      ZoneOffset offset = offset();
      remark();
      if (at < text.length()) {
        throw new DateTimeException("something stands behind the time");
      }
      return date.atTime(time).toInstant(offset);
    }

    private LocalDate date() {
      int year = number(4, LONGEST_YEAR);
      expect("-");
      int month = number(2, 2);
      expect("-");
      int day = number(2, 2);
      expect(" T");
      return LocalDate.of(year, month, day);
    }

    private LocalTime time() {
      int hour = number(2, 2);
      expect(":");
      int minute = number(2, 2);
      expect(":");
      int second = number(2, 2);
      int nanos = 0;
      if (takes(".")) {
        int begin = at;
        nanos = number(1, FRACTION_DIGITS);
        for (int digits = at - begin; digits < FRACTION_DIGITS; digits++) {
          nanos *= 10;
        }
      }
      return LocalTime.of(hour, minute, second, nanos);
    }

    /// One that is not given is UTC.
    private ZoneOffset offset() {
      if (is(0, " ") && is(1, "Z+-")) {
        at++;
      }
      if (takes("Z") || !is(0, "+-")) {
        return ZoneOffset.UTC;
      }
      int sign = is(0, "-") ? -1 : 1;
      at++;
      int hours = sign * number(2, 2);
      int minutes = sign * part();
      int seconds = sign * part();
      return ZoneOffset.ofHoursMinutesSeconds(hours, minutes, seconds);
    }

    private int part() {
      boolean colon = takes(":");
      return colon || isDigit(at) ? number(2, 2) : 0;
    }

    /// The name of the zone, and what Go's own text tells of its monotonic clock.
    private void remark() {
      if (is(0, " ") && !text.startsWith(" m=", at)) {
        int begin = ++at;
        while (at < text.length() && isOfName(text.charAt(at))) {
          at++;
        }
        if (at == begin || at - begin > LONGEST_ZONE_NAME) {
          throw new DateTimeException("no name of a zone is like this");
        }
      }
      if (text.startsWith(" m=", at)) {
        at = text.length();
      }
    }

    private static boolean isOfName(char c) {
      return (c >= 'A' && c <= 'Z')
          || (c >= 'a' && c <= 'z')
          || (c >= '0' && c <= '9')
          || c == '+'
          || c == '-';
    }

    private int number(int fewest, int most) {
      int begin = at;
      int number = 0;
      while (at - begin < most && isDigit(at)) {
        number = number * 10 + (text.charAt(at++) - '0');
      }
      if (at - begin < fewest) {
        throw new DateTimeException("a number is missing");
      }
      return number;
    }

    private boolean isDigit(int index) {
      return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private boolean is(int ahead, String any) {
      return at + ahead < text.length() && any.indexOf(text.charAt(at + ahead)) >= 0;
    }

    private boolean takes(String any) {
      boolean there = is(0, any);
      at += there ? 1 : 0;
      return there;
    }

    private void expect(String any) {
      if (!takes(any)) {
        throw new DateTimeException("one of \"" + any + "\" is missing");
      }
    }
  }
}
