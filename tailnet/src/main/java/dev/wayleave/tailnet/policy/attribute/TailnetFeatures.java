package dev.wayleave.tailnet.policy.attribute;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Settings outside the policy that show in the capabilities of every device.
///
/// @param https whether devices can have certificates for their MagicDNS names
/// @param autoUpdate whether devices update themselves by default; null where devices are not told
/// @param displayName what clients call the tailnet; empty for their own choice
/// @param keyDuration how long a login lasts; null where that is the default, of which devices are
///   not told
public record TailnetFeatures(
    boolean https,
    @Nullable Boolean autoUpdate,
    String displayName,
    @Nullable Duration keyDuration) {
  /// How long a login lasts where nothing is set.
  public static final Duration DEFAULT_KEY_DURATION = Duration.ofDays(180);

  public static final TailnetFeatures NONE = new TailnetFeatures(false, null, "");

  public TailnetFeatures {
    keyDuration = DEFAULT_KEY_DURATION.equals(keyDuration) ? null : keyDuration;
  }

  /// Features with the usual duration of logins.
  public TailnetFeatures(boolean https, @Nullable Boolean autoUpdate, String displayName) {
    this(https, autoUpdate, displayName, null);
  }
}
