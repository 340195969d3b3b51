package dev.wayleave.coordinator.settings;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// Reads limits by name; what is no positive number or time is refused at the start.
///
/// @param prefix what all their names begin with, the dot included
public record ConfiguredLimits(Config config, String prefix) {
  public int number(String name, int otherwise) {
    int value = config.getOptionalValue(prefix + name, Integer.class).orElse(otherwise);
    check(name, value > 0);
    return value;
  }

  public Duration duration(String name, Duration otherwise) {
    Duration value = config.getOptionalValue(prefix + name, Duration.class).orElse(otherwise);
    check(name, value.isPositive());
    return value;
  }

  private void check(String name, boolean positive) {
    if (!positive) {
      throw new IllegalArgumentException(prefix + name + " must be greater than zero");
    }
  }
}
