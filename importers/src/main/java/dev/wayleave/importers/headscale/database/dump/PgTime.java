package dev.wayleave.importers.headscale.database.dump;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Moments as PostgreSQL prints them in ISO style.
///
/// `pg_dump` leaves the time zone to its session, so one server's dumps may read `+01` where
/// another's read `+00`.
final class PgTime {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4,6})-(\\d\\d)-(\\d\\d) (\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,6}))?"
              + "([+-])(\\d\\d)(?::(\\d\\d))?(?::(\\d\\d))?( BC)?");

  private PgTime() {}

  /// The same moment as PostgreSQL prints it for UTC; what is no such moment stays as it is.
  static String inUtc(String printed) {
    Matcher form = FORM.matcher(printed);
    if (!form.matches()) {
      return printed;
    }
    try {
      OffsetDateTime time = local(form).atOffset(offset(form));
      return print(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
    } catch (DateTimeException notATime) {
      // Whoever reads the column reports what it holds instead.
      return printed;
    }
  }

  private static LocalDateTime local(Matcher form) {
    int year = number(form, 1);
    String fraction = form.group(7);
    return LocalDateTime.of(
        form.group(12) == null ? year : 1 - year,
        number(form, 2),
        number(form, 3),
        number(form, 4),
        number(form, 5),
        number(form, 6),
        fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
  }

  private static ZoneOffset offset(Matcher form) {
    int sign = form.group(8).equals("-") ? -1 : 1;
    return ZoneOffset.ofHoursMinutesSeconds(
        sign * number(form, 9), sign * number(form, 10), sign * number(form, 11));
  }

  private static int number(Matcher form, int group) {
    String digits = form.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static String print(LocalDateTime time) {
    boolean before = time.getYear() <= 0;
    int year = before ? 1 - time.getYear() : time.getYear();
    String micros = String.format(Locale.ROOT, "%06d", time.getNano() / 1000);
    String fraction = micros.replaceFirst("0+$", "");
    return String.format(
            Locale.ROOT,
            "%04d-%02d-%02d %02d:%02d:%02d",
            year,
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond())
        + (fraction.isEmpty() ? "" : "." + fraction)
        + "+00"
        + (before ? " BC" : "");
  }
}
