package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads `checkPeriod` of an `ssh` rule: how long a proof of identity holds.
final class CheckPeriod {
  private static final Duration LONGEST = Duration.ofDays(7);

  private CheckPeriod() {}

  /// The period, zero for `always`, null where none is given.
  static @Nullable Duration read(Fields rule) {
    JsonString word = rule.string("checkPeriod");
    String text = word == null ? "" : word.value().strip();
    if (word == null || text.isEmpty()) {
      return null;
    }
    if (text.equals("always")) {
      return Duration.ZERO;
    }
    Duration period;
    try {
      period = GoDuration.parse(text);
    } catch (Refusal refusal) {
      rule.remarks().malformed(word.at(), refusal.what());
      return null;
    }
    String printed = "checkPeriod " + GoDuration.print(period);
    if (!period.isPositive()) {
      rule.remarks().fault(word.at(), printed + " must be a positive duration");
    } else if (period.compareTo(LONGEST) > 0) {
      rule.remarks().fault(word.at(), printed + " is above the max (168h)");
    }
    return period;
  }
}
