package dev.wayleave.exporters.migration;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.FAILED;

import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;

/// Names migrations after the time.
public record MigrationNames(InstantSource clock, RandomGenerator random) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String FORM = "[0-9A-Za-z-]{1,64}";

  public String next() {
    return TIME.format(clock.instant()) + "-%08x".formatted(random.nextInt());
  }

  public static boolean isOne(String text) {
    return text.matches(FORM);
  }

  /// Refuses what could name anything else, such as a file.
  public void require(String migration) throws TargetException {
    if (!isOne(migration)) {
      throw new TargetException(FAILED, "\"" + migration + "\" is not the name of a migration.");
    }
  }
}
