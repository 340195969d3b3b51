package dev.wayleave.testkit.hosted;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What goes wrong, and how often; the trouble that was asked for first comes first.
public final class HostedTroubles {
  /// For a trouble that does not end.
  public static final int FOR_GOOD = Integer.MAX_VALUE;

  private final List<Trouble> waiting = new ArrayList<>();

  private static final class Trouble {
    private final Pattern where;
    private final HostedReply reply;
    private int after;
    private int times;

    Trouble(Pattern where, int after, int times, HostedReply reply) {
      this.where = where;
      this.after = after;
      this.times = times;
      this.reply = reply;
    }
  }

  /// Answers so to the next requests that match.
  ///
  /// @param where a pattern that is found in `METHOD /path?query`
  public void next(String where, int times, HostedReply reply) {
    after(0, where, times, reply);
  }

  /// Answers so once some requests that match were answered well.
  public synchronized void after(int well, String where, int times, HostedReply reply) {
    waiting.add(new Trouble(Pattern.compile(where), well, times, reply));
  }

  /// Nothing goes wrong any more.
  public synchronized void end() {
    waiting.clear();
  }

  synchronized Optional<HostedReply> of(HostedQuestion question) {
    for (Trouble trouble : waiting) {
      if (trouble.where.matcher(question.toString()).find()) {
        if (trouble.after > 0) {
          trouble.after--;
        } else if (trouble.times > 0) {
          trouble.times--;
          return Optional.of(trouble.reply);
        }
      }
    }
    return Optional.empty();
  }
}
