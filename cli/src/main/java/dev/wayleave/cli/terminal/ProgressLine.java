package dev.wayleave.cli.terminal;

import dev.wayleave.tailnet.inventory.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Shows progress on stderr: a bar that is drawn over itself on a terminal, plain lines elsewhere.
public final class ProgressLine implements Progress, AutoCloseable {
  private static final Duration BAR_EVERY = Duration.ofMillis(100);
  private static final Duration LINE_EVERY = Duration.ofSeconds(1);
  private static final int BAR_CELLS = 24;
  private static final String ERASE = "\r\u001b[K";

  private final Console console;
  private final boolean bar;
  private Instant shown;
  private boolean drawn;

  public ProgressLine(Console console) {
    this.console = console;
    this.bar = console.terminals().err();
    this.shown = console.clock().instant();
  }

  @Override
  public synchronized void at(String what, long done, long total) {
    Instant now = console.clock().instant();
    if (Duration.between(shown, now).compareTo(bar ? BAR_EVERY : LINE_EVERY) >= 0) {
      show(what, done, total, now);
    }
  }

  @Override
  public synchronized void waiting(String what) {
    show(what, 0, -1, console.clock().instant());
  }

  private void show(String what, long done, long total, Instant now) {
    shown = now;
    if (bar) {
      console.err().print(ERASE + bar(what, done, total));
      console.err().flush();
      drawn = true;
    } else {
      console.err().println("wayleave: " + line(what, done, total));
    }
  }

  private static String line(String what, long done, long total) {
    if (total <= 0) {
      return what + (done > 0 ? ", " + number(done) : "");
    }
    return what + ", " + number(done) + " of " + number(total);
  }

  private static String bar(String what, long done, long total) {
    if (total <= 0) {
      return line(what, done, total);
    }
    int cells = (int) (BAR_CELLS * Math.min(done, total) / total);
    return "█".repeat(cells) + "░".repeat(BAR_CELLS - cells) + " " + line(what, done, total);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
  }

  /// Takes the bar away.
  @Override
  public synchronized void close() {
    if (drawn) {
      console.err().print(ERASE);
      console.err().flush();
      drawn = false;
    }
  }
}
