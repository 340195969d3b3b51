package dev.wayleave.coordinator.control.channel;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/// Limits as somebody configures them.
final class Limits {
  private Limits() {}

  /// The defaults but for some, by the names they have in a configuration.
  static ChannelLimits of(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put("wayleave.control." + namesAndValues[i], namesAndValues[i + 1]);
    }
    return ChannelLimits.of(new SmallRyeConfigBuilder().withDefaultValues(values).build());
  }
}
