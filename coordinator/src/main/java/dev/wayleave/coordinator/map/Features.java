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
/// @param ipv6Names whether MagicDNS tells the IPv6 addresses of peers, of which the names of
///   another plane must not lose any
record Features(TailnetFeatures wide, boolean taildrop, boolean ipv6Names) {
  /// The capability that has a client tell IPv6 addresses of peers in MagicDNS.
  static final String MAGIC_DNS_AAAA = "magicdns-aaaa";

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
        !Boolean.FALSE.equals(flag(other.get("taildrop.enabled"))),
        !OldNames.suffix(tailnet).isEmpty());
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
