package dev.wayleave.cli.administration;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands in the cells of tables.
public final class Cells {
  private Cells() {}

  /// A time to the second, or a dash.
  public static String time(@Nullable Instant time) {
    return time == null ? "-" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// When something ends; nothing means for ever.
  public static String end(@Nullable Instant end, Instant now) {
    if (end == null) {
      return "never";
    }
    return end.isAfter(now) ? time(end) : "expired " + time(end);
  }

  public static String yes(boolean value) {
    return value ? "yes" : "no";
  }

  public static String list(List<String> values) {
    return values.isEmpty() ? "-" : String.join(", ", values);
  }
}
