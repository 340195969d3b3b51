package dev.wayleave.coordinator.map;

import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.policy.attribute.TailnetFeatures;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings that show in what nodes can do.
///
/// @param taildrop whether nodes send each other files
record Features(TailnetFeatures wide, boolean taildrop) {
  /// The capability that a node has for Taildrop.
  static final String FILE_SHARING = "https://tailscale.com/cap/file-sharing";

  static Features of(Tailnet tailnet) {
    Map<String, String> other = tailnet.server().map(ServerSettings::other).orElse(Map.of());
    return new Features(
        new TailnetFeatures(
            false,
            flag(other.get("auto_update.enabled")),
            "",
            tailnet.server().map(ServerSettings::nodeExpiry).map(Features::duration).orElse(null)),
        !Boolean.FALSE.equals(flag(other.get("taildrop.enabled"))));
  }

  private static @Nullable Boolean flag(@Nullable String text) {
    return text == null ? null : Boolean.valueOf(text);
  }

  private static @Nullable Duration duration(String text) {
    try {
      Duration duration = Duration.parse(text);
      return duration.isPositive() ? duration : null;
    } catch (DateTimeParseException e) {
      return null; // only shown; who sets expiries reads it for themselves
    }
  }
}
