package dev.wayleave.exporters.terraform;

import dev.wayleave.tailnet.model.ServerSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Settings of a plane that is not the hosted one, as far as the hosted one has them too.
final class OwnSettings {
  /// The bounds of the hosted plane.
  private static final long MAX_DAYS = 180;

  private OwnSettings() {}

  static Optional<List<HclBlock>> blocks(ServerSettings server) {
    HclBlock resource = HclBlock.resource("tailscale_tailnet_settings", "settings");
    String approval = server.other().get("device_approval");
    if (approval != null) {
      resource.flag("devices_approval_on", approval.equals("true"));
    }
    long days = days(server.nodeExpiry());
    if (days >= 1 && days <= MAX_DAYS) {
      resource.expression("devices_key_duration_days", Long.toString(days));
    } else if (approval == null) {
      return Optional.empty();
    }
    return Optional.of(
        List.of(
            HclBlock.importing("tailscale_tailnet_settings", "settings", "tailnet_settings"),
            resource));
  }

  private static long days(@Nullable String expiry) {
    try {
      return expiry == null ? 0 : Duration.parse(expiry).toDays();
    } catch (DateTimeException e) {
      return 0;
    }
  }
}
